#include <algorithm>

#include "markup.hpp"
#include "messages.hpp"
#include "web/components.hpp"

namespace catalyse::web {
namespace {

// The ids of what describes the control: its hint, its error.
std::string described_by(const Field& field) {
  std::string ids;
  if (!field.hint.empty()) ids = field.id + "-aide";
  if (!field.error.empty()) ids += (ids.empty() ? "" : " ") + field.id + "-erreur";
  return ids;
}

void add_common(Markup& out, const Field& field) {
  out.attribute("id", field.id).attribute("name", field.name).attribute("autocomplete", field.autocomplete);
  out.attribute("aria-describedby", described_by(field));
  if (!field.error.empty()) out.raw(" aria-invalid=\"true\"");
  if (field.required) out.raw(" required");
}

void add_select(Markup& out, const Field& field) {
  out.raw("<select");
  add_common(out, field);
  out.raw(">");
  for (const auto& option : field.options) {
    out.raw("<option value=\"")
        .text(option.value)
        .raw(option.value == field.value ? "\" selected>" : "\">")
        .text(option.text)
        .raw("</option>");
  }
  out.raw("</select>");
}

void add_textarea(Markup& out, const Field& field) {
  out.raw("<textarea rows=\"6\"");
  add_common(out, field);
  // The parser drops one line break behind the tag (HTML, 13.1.2.5): this one, not the reader's.
  out.raw(">\n").text(field.value).raw("</textarea>");
}

void add_input(Markup& out, const Field& field) {
  out.raw("<input").attribute("type", field.type);
  add_common(out, field);
  if (field.type == "checkbox") {
    out.raw(field.value.empty() ? " value=\"1\">" : " value=\"1\" checked>");
    return;
  }
  if (field.type == "password" || field.type == "file") {
    out.raw(">");
    return;
  }
  out.raw(" value=\"")
      .text(field.value)
      .raw("\"")
      .attribute("min", field.minimum)
      .attribute("max", field.maximum)
      .attribute("step", field.step);
  out.raw(">");
}

// A group of boxes has a name of its own, and each box a label: fieldset and legend (HTML, 4.10.15).
std::string boxes(Language language, const Field& field) {
  Markup out;
  out.raw(field.error.empty() ? "<fieldset class=\"field\"" : "<fieldset class=\"field faulty\"");
  out.attribute("id", field.id).attribute("aria-describedby", described_by(field)).raw(" tabindex=\"-1\"><legend>");
  out.text(field.label);
  if (field.required) out.raw(" <small>(").text(say(language, msg::form_required)).raw(")</small>");
  out.raw("</legend>");
  if (!field.hint.empty())
    out.raw("<p class=\"note\" id=\"").text(field.id).raw("-aide\">").text(field.hint).raw("</p>");
  std::size_t n = 0;
  for (const auto& option : field.options) {
    const auto id = field.id + "-" + std::to_string(++n);
    out.raw("<div class=\"check\"><input type=\"checkbox\"").attribute("id", id).attribute("name", field.name);
    out.attribute("value", option.value)
        .raw(std::ranges::find(field.chosen, option.value) != field.chosen.end() ? " checked>" : ">");
    out.raw("<label for=\"").text(id).raw("\">").text(option.text).raw("</label></div>");
  }
  if (!field.error.empty())
    out.raw("<p class=\"fault\" id=\"").text(field.id).raw("-erreur\">").text(field.error).raw("</p>");
  return out.raw("</fieldset>").take();
}

// Neither seen, read aloud nor reached by the keyboard: only a program fills it.
std::string trap(const Field& field) {
  Markup out;
  out.raw("<div class=\"unseen\" aria-hidden=\"true\"><label for=\"").text(field.id).raw("\">").text(field.label);
  out.raw("</label><input type=\"text\"").attribute("id", field.id).attribute("name", field.name);
  return out.raw(" value=\"\" tabindex=\"-1\" autocomplete=\"off\"></div>").take();
}

}  // namespace

std::string form_field(Language language, const Field& field) {
  if (field.type == "trap") return trap(field);
  if (field.type == "checkboxes") return boxes(language, field);
  const bool checkbox = field.type == "checkbox";
  Markup out;
  out.raw(field.error.empty() ? "<div class=\"field" : "<div class=\"field faulty").raw(checkbox ? " check\">" : "\">");
  if (checkbox) add_input(out, field);
  out.raw("<label for=\"").text(field.id).raw("\">").text(field.label);
  if (field.required) out.raw(" <small>(").text(say(language, msg::form_required)).raw(")</small>");
  out.raw("</label>");
  if (!field.hint.empty())
    out.raw("<p class=\"note\" id=\"").text(field.id).raw("-aide\">").text(field.hint).raw("</p>");
  if (field.type == "select") add_select(out, field);
  if (field.type == "textarea") add_textarea(out, field);
  if (!checkbox && field.type != "select" && field.type != "textarea") add_input(out, field);
  if (!field.error.empty())
    out.raw("<p class=\"fault\" id=\"").text(field.id).raw("-erreur\">").text(field.error).raw("</p>");
  return out.raw("</div>").take();
}

std::string post_form(Language language, const Form& form) {
  Markup out;
  out.raw(error_summary(language, form.fields)).raw("<form class=\"sent\" method=\"post\"");
  out.attribute("action", safe_url(form.action)).attribute("id", form.id);
  if (std::ranges::any_of(form.fields, [](const Field& field) { return field.type == "file"; }))
    out.raw(" enctype=\"multipart/form-data\"");
  out.raw(">");
  const auto hide = [&](std::string_view name, std::string_view value) {
    out.raw("<input type=\"hidden\"").attribute("name", name).raw(" value=\"").text(value).raw("\">");
  };
  if (!form.token.empty()) hide("jeton", form.token);
  for (const auto& [name, value] : form.hidden) hide(name, value);
  for (const auto& field : form.fields) out.raw(form_field(language, field));
  out.raw("<p class=\"send\"><button type=\"submit\"").attribute("class", form.css_class).raw(">");
  out.text(form.button).raw("</button>");
  for (const auto& other : form.others) {
    out.raw(" <button type=\"submit\"").attribute("name", other.name).attribute("value", other.value);
    out.attribute("class", other.css_class).raw(">").text(other.text).raw("</button>");
  }
  return out.raw("</p></form>").take();
}

std::string error_summary(Language language, std::span<const Field> fields) {
  const auto faults = std::ranges::count_if(fields, [](const Field& field) { return !field.error.empty(); });
  if (faults == 0) return {};
  Markup out;
  out.raw(
      "<div class=\"faults\" role=\"group\" aria-labelledby=\"fautes\" tabindex=\"-1\" autofocus><h2 id=\"fautes\">");
  out.text(say_count(language, faults, msg::form_faults)).raw("</h2><ul>");
  for (const auto& field : fields) {
    if (field.error.empty()) continue;
    out.raw("<li><a href=\"#").text(field.id).raw("\">").text(field.label).raw("</a> ").text(field.error).raw("</li>");
  }
  return out.raw("</ul></div>").take();
}

}  // namespace catalyse::web
