// What the databases hold: the figures of every commune, their references, their default peers, and for Ranks::kept all
// that a dossier says of them.
#pragma once

#include "observatory/observatory.hpp"
#include "read_model.hpp"
#include "sql_engine.hpp"

namespace catalyse::bench {

struct Source {
  const observatory::Observatory& observatory;
  const observatory::ReadModel& model;
};

void fill(Engine& engine, const Source& source);

// Empty when the answer is that of our dossier, to the last bit: see Ranks for what it holds. Otherwise what differs
// first.
[[nodiscard]] std::string difference(const Answer& answer, Ranks ranks, const observatory::Dossier& dossier);

}  // namespace catalyse::bench
