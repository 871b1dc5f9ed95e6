// The build without inline worker, which our policy asks for, has no types of its own.
declare module "maplibre-gl/dist/maplibre-gl-csp" {
  export * from "maplibre-gl";
}
// Bundled as its text.
declare module "*.css" {
  const text: string;
  export default text;
}
