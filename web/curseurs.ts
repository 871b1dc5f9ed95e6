// A slider beside each number field of the criteria form. The field stays the control: the slider is for the pointer, out of the way of
// the keyboard and of screen readers, which have the field.

document.querySelectorAll<HTMLInputElement>("form.criteria input[type=number][min][max]").forEach((field) => {
  const slider = document.createElement("input");
  slider.type = "range";
  slider.tabIndex = -1;
  slider.setAttribute("aria-hidden", "true");
  slider.min = field.min;
  slider.max = field.max;
  slider.step = field.step && field.step !== "any" ? field.step : Number(field.max) > 20 ? "1" : "0.5";
  slider.value = field.value;
  slider.addEventListener("input", () => {
    field.value = slider.value;
  });
  field.addEventListener("input", () => {
    slider.value = field.value;
  });
  field.after(slider);
});
