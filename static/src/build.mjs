// Copies our scripts beside the stylesheet that sass has just written. They are served as they are: no bundler.
import { cpSync, mkdirSync } from "node:fs";

mkdirSync("static/build", { recursive: true });
cpSync("static/src/js", "static/build", { recursive: true });
