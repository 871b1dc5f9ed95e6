// What the legend shows for a place without value, or of low reliability, as images of the map: the same three looks and the same dots.

const SIZE = 16, SCALE = 2;

export function texture(name: string): ImageData {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIZE * SCALE;
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("no canvas");
  pen.scale(SCALE, SCALE);
  const line = (...points: [number, number, number, number][]): void => {
    pen.beginPath();
    for (const [x, y, u, v] of points) {
      pen.moveTo(x, y);
      pen.lineTo(u, v);
    }
    pen.stroke();
  };
  if (name !== "low" && name !== "zoning") {
    pen.fillStyle = name === "secret" ? "#d5d9dc" : name === "missing" ? "#f4f5f5" : "#ffffff";
    pen.fillRect(0, 0, SIZE, SIZE);
  }
  pen.lineWidth = 1.6;
  if (name === "secret") {
    pen.strokeStyle = "#6a747c";
    line([0, 4, 16, 4], [4, 0, 4, 16], [0, 12, 16, 12], [12, 0, 12, 16]);
  } else if (name === "zoning") {
    pen.strokeStyle = "#1b1f24";
    line([-2, 18, 18, -2], [-2, 2, 2, -2], [14, 18, 18, 14]);
  } else if (name === "missing") {
    pen.strokeStyle = "#98a2a9";
    line([-2, 10, 10, -2], [6, 18, 18, 6], [-2, 2, 2, -2], [14, 18, 18, 14]);
  } else if (name === "low") {
    pen.fillStyle = "#1b1f24";
    pen.strokeStyle = "#ffffff";
    pen.lineWidth = 0.8;
    for (const at of [4, 12]) {
      pen.beginPath();
      pen.arc(at, at, 1.8, 0, 2 * Math.PI);
      pen.fill();
      pen.stroke();
    }
  }
  return pen.getImageData(0, 0, canvas.width, canvas.height);
}
