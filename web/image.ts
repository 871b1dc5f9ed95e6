// A drawing taken away as an image of points (PNG): the browser paints the SVG file of the same drawing. The button is there with script only.

async function painted(address: string): Promise<Blob | null> {
  const image = new Image();
  image.src = address;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.naturalWidth;
  canvas.height = image.naturalHeight;
  canvas.getContext("2d")?.drawImage(image, 0, 0);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-dessin]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const blob = await painted(button.dataset["dessin"] ?? "");
    if (!blob) return;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = "carte.png";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  });
}
export {};
