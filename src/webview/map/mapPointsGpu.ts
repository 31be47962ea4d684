/** Points through WebGL 2: one call for all of them, however many. */
import type { Rgb } from './mapPalette';
import { FAINT, type PointRenderer, type Points, SOLID } from './mapScene';

const VERTEX = `#version 300 es
layout(location = 0) in vec2 place;
layout(location = 1) in float group;
layout(location = 2) in float emphasis;
uniform vec2 center;
uniform vec2 zoom;
uniform float size;
uniform vec3 colors[8];
uniform vec4 rim;
out vec4 color;
out float diameter;
void main() {
  vec2 at = (place - center) * zoom;
  gl_Position = vec4(at.x, -at.y, 0.0, 1.0);
  gl_PointSize = size;
  diameter = size;
  color = rim.a > 0.0 ? rim : vec4(colors[int(group)], emphasis > 0.5 ? ${SOLID} : ${FAINT});
}`;

const FRAGMENT = `#version 300 es
precision mediump float;
in vec4 color;
in float diameter;
out vec4 pixel;
void main() {
  float away = length(gl_PointCoord - 0.5) * diameter;
  float cover = clamp(diameter * 0.5 - away, 0.0, 1.0) * color.a;
  if (cover <= 0.0) discard;
  pixel = vec4(color.rgb * cover, cover);
}`;

/** Undefined where the browser has no WebGL 2, or only an emulated one: that is slower than `mapPointsPixels.ts`. */
export function createGpuPoints(canvas: HTMLCanvasElement): PointRenderer | undefined {
  const gl = canvas.getContext('webgl2', { antialias: false, alpha: false, failIfMajorPerformanceCaveat: true });
  if (!gl) return undefined;
  let last: Points | undefined;
  let gpu = prepare(gl);
  canvas.addEventListener('webglcontextlost', (event) => event.preventDefault());
  canvas.addEventListener('webglcontextrestored', () => {
    gpu = prepare(gl);
    if (last) gpu.load(last);
  });
  return {
    kind: 'webgl2',
    load(points) {
      last = points;
      gpu.load(points);
    },
    draw({ camera, screen, ratio, radius, background, colors, marks }) {
      const width = Math.round(screen.width * ratio);
      const height = Math.round(screen.height * ratio);
      if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
      gl.viewport(0, 0, canvas.width, canvas.height);
      gl.clearColor(background[0] / 255, background[1] / 255, background[2] / 255, 1);
      gl.clear(gl.COLOR_BUFFER_BIT);
      if (!last) return;
      gl.useProgram(gpu.program);
      gl.uniform2f(gpu.place('center'), camera.x, camera.y);
      gl.uniform2f(gpu.place('zoom'), (2 * camera.scale) / screen.width, (2 * camera.scale) / screen.height);
      gl.uniform3fv(
        gpu.place('colors'),
        colors.flatMap((color) => color.map((part) => part / 255)),
      );
      const pass = (size: number, rim: Rgb | undefined, points?: readonly number[]) => {
        gl.uniform1f(gpu.place('size'), size * 2 * ratio);
        gl.uniform4f(
          gpu.place('rim'),
          ...((rim ?? [0, 0, 0]).map((part) => part / 255) as [number, number, number]),
          rim ? 1 : 0,
        );
        if (!points) return gl.drawArrays(gl.POINTS, 0, last!.x.length);
        gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, Uint32Array.from(points), gl.STREAM_DRAW);
        gl.drawElements(gl.POINTS, points.length, gl.UNSIGNED_INT, 0);
      };
      pass(radius, undefined);
      for (const { points, rim, larger } of marks) {
        if (points.length === 0) continue;
        pass(radius + larger + 1.75, rim, points);
        pass(radius + larger, undefined, points);
      }
    },
  };
}

function prepare(gl: WebGL2RenderingContext) {
  const program = gl.createProgram();
  for (const [kind, source] of [
    [gl.VERTEX_SHADER, VERTEX],
    [gl.FRAGMENT_SHADER, FRAGMENT],
  ] as const) {
    const shader = gl.createShader(kind)!;
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  gl.enable(gl.BLEND);
  gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
  gl.bindVertexArray(gl.createVertexArray());
  gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, gl.createBuffer());
  const fill = (location: number, size: number, values: Float32Array | Uint8Array, buffer: WebGLBuffer) => {
    gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
    gl.bufferData(gl.ARRAY_BUFFER, values, gl.DYNAMIC_DRAW);
    gl.enableVertexAttribArray(location);
    gl.vertexAttribPointer(location, size, values instanceof Uint8Array ? gl.UNSIGNED_BYTE : gl.FLOAT, false, 0, 0);
  };
  const buffers = [0, 1, 2].map(() => gl.createBuffer());
  const places = new Map<string, WebGLUniformLocation | null>();
  return {
    program,
    place(name: string) {
      if (!places.has(name)) places.set(name, gl.getUniformLocation(program, name));
      return places.get(name)!;
    },
    load({ x, y, group, emphasis }: Points) {
      fill(
        0,
        2,
        Float32Array.from({ length: x.length * 2 }, (_, i) => (i % 2 ? y : x)[i >> 1]!),
        buffers[0]!,
      );
      fill(1, 1, group, buffers[1]!);
      fill(2, 1, emphasis, buffers[2]!);
    },
  };
}
