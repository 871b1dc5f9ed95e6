// `/exemples/proposer`: a case put forward in a class that takes nominations.
#include "messages.hpp"
#include "pages.hpp"
#include "templates.hpp"

namespace catalyse::examples {
namespace {

struct Typed {
  std::string in_class, item, category, reason, fault;
  unsigned status = 200;
};

std::vector<web::Option> open_classes(const Office& office) {
  std::vector<web::Option> all;
  office.context.database->read([&](db::Transaction& tx) {
    for (const auto& one : classes(tx))
      if (one.stage == Stage::nominations) all.push_back({one.id, class_text(office, one.id)});
  });
  return all;
}

std::string form_html(const Office& office, const Typed& typed, std::vector<web::Option> open) {
  web::Form form;
  form.action = office.at("/exemples/proposer");
  form.token = office.actor().token;
  web::Field in_class{.id = "f-promotion", .name = "promotion", .label = office.say(msg::nominate_class)};
  in_class.type = "select";
  in_class.options = std::move(open);
  in_class.value = typed.in_class;
  web::Field item{.id = "f-cas", .name = "cas", .label = office.say(msg::nominate_case)};
  item.value = typed.item;
  item.hint = office.say(msg::nominate_case_hint);
  item.required = true;
  web::Field category{.id = "f-categorie", .name = "categorie", .label = office.say(msg::nominate_category)};
  category.type = "select";
  category.value = typed.category;
  for (const auto& one : categories()) category.options.push_back({std::string(one.id), office.say(*one.label)});
  web::Field reason{.id = "f-raison", .name = "raison", .label = office.say(msg::nominate_reason)};
  reason.type = "textarea";
  reason.value = typed.reason;
  reason.hint = office.say(msg::nominate_reason_hint);
  reason.required = true;
  if (!typed.fault.empty()) (typed.reason.empty() ? reason : item).error = typed.fault;
  form.fields = {std::move(in_class), std::move(item), std::move(category), std::move(reason)};
  form.button = office.say(msg::nominate_button);
  return web::post_form(office.language(), form);
}

http::Response show(const Office& office, const Typed& typed) {
  NominateView view;
  view.title = office.say(msg::nominate_title);
  view.lead = office.say(msg::nominate_lead);
  auto open = open_classes(office);
  if (open.empty())
    view.none = office.say(msg::nominate_none);
  else
    view.form_html = form_html(office, typed, std::move(open));
  return framed(office, {view.title, templates::render_nominate(view, office.language()), typed.status, {}});
}

}  // namespace

Answer nominate_page(const Office& office) {
  Typed typed;
  typed.item = office.request.query.first("cas").value_or("");
  return show(office, typed);
}

Answer nominate_post(const Office& office) {
  const auto& request = office.request;
  Typed typed{std::string(request.field("promotion")),
              std::string(request.field("cas")),
              std::string(request.field("categorie")),
              std::string(request.field("raison")),
              {},
              200};
  const auto put = nominate(office.context, office.actor(), {typed.in_class, typed.item, typed.category, typed.reason});
  if (put) return done(office, "/exemples/jury/" + *put, "propose");
  if (put.error().kind == core::ErrorKind::not_found) return nothing_here();
  typed.fault = fault_text(office, put.error());
  typed.status = core::status_of(put.error().kind);
  return show(office, typed);
}

}  // namespace catalyse::examples
