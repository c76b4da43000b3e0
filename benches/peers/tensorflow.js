// Whole trainings by TensorFlow.js, timed: ReLU, Adam, mean squared error.

// Values from 0 to 1 by a seed (mulberry32).
const uniforms = (seed) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
};

// Normal values (Box and Muller).
const normals = (seed) => {
  const uniform = uniforms(seed);
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
};

// As in tests/shared/epoch.rs: normal inputs, the product of the first two as target.
const table = ({ rows, inputs }) => {
  const normal = normals(1);
  const x = Float32Array.from({ length: rows * inputs }, normal);
  const y = Float32Array.from({ length: rows }, (_, row) => x[row * inputs] * x[row * inputs + 1]);
  return { x, y };
};

// By its layers, as its documentation trains.
const fit = async ({ rows, inputs, width, batch, epochs }, { x, y }) => {
  const model = tf.sequential({
    layers: [
      tf.layers.dense({ units: width, activation: "relu", inputShape: [inputs] }),
      tf.layers.dense({ units: width, activation: "relu" }),
      tf.layers.dense({ units: 1 }),
    ],
  });
  const optimizer = tf.train.adam(0.001);
  model.compile({ optimizer, loss: "meanSquaredError" });
  const [inputsOfAll, targetsOfAll] = [tf.tensor2d(x, [rows, inputs]), tf.tensor2d(y, [rows, 1])];
  const begin = performance.now();
  const history = await model.fit(inputsOfAll, targetsOfAll, {
    epochs,
    batchSize: batch,
    shuffle: true,
    verbose: 0,
    yieldEvery: "never",
  });
  const loss = history.history.loss.at(-1);
  const ms = performance.now() - begin;
  tf.dispose([inputsOfAll, targetsOfAll]);
  model.dispose();
  optimizer.dispose();
  return { ms, loss };
};

// By hand with its core alone: no layers, and the loss is read in the last epoch only.
const loop = async ({ rows, inputs, width, batch, epochs }, { x, y }) => {
  const dense = (from, to) => {
    const limit = Math.sqrt(6 / (from + to));
    return [tf.variable(tf.randomUniform([from, to], -limit, limit)), tf.variable(tf.zeros([to]))];
  };
  const [[w1, b1], [w2, b2], [w3, b3]] = [dense(inputs, width), dense(width, width), dense(width, 1)];
  const optimizer = tf.train.adam(0.001);
  const order = Int32Array.from({ length: rows }, (_, row) => row);
  const uniform = uniforms(2);
  let sum = 0;
  const begin = performance.now();
  for (let epoch = 1; epoch <= epochs; epoch += 1) {
    for (let last = rows - 1; last > 0; last -= 1) {
      const other = Math.floor(uniform() * (last + 1));
      [order[last], order[other]] = [order[other], order[last]];
    }
    for (let first = 0; first < rows; first += batch) {
      const size = Math.min(batch, rows - first);
      const [inputsOf, targetsOf] = [new Float32Array(size * inputs), new Float32Array(size)];
      for (let at = 0; at < size; at += 1) {
        const row = order[first + at];
        inputsOf.set(x.subarray(row * inputs, (row + 1) * inputs), at * inputs);
        targetsOf[at] = y[row];
      }
      tf.tidy(() => {
        const [a, t] = [tf.tensor2d(inputsOf, [size, inputs]), tf.tensor2d(targetsOf, [size, 1])];
        const cost = optimizer.minimize(() => {
          const h1 = tf.relu(tf.add(tf.matMul(a, w1), b1));
          const h2 = tf.relu(tf.add(tf.matMul(h1, w2), b2));
          return tf.mean(tf.squaredDifference(tf.add(tf.matMul(h2, w3), b3), t));
        }, epoch === epochs);
        if (cost) sum += cost.dataSync()[0] * size;
      });
    }
  }
  await w1.data();
  const ms = performance.now() - begin;
  tf.dispose([w1, b1, w2, b2, w3, b3]);
  optimizer.dispose();
  return { ms, loss: sum / rows };
};

const ways = { fit, loop };

// One training: first a short one, unmeasured, for what is compiled on first use; then so many, or as many as the time allows.
const measure = async ({ way, size, repeats, budget_ms }) => {
  const data = table(size);
  const rows = Math.min(size.rows, 64 * size.batch);
  const short = { ...size, rows, epochs: Math.ceil(64 / Math.ceil(rows / size.batch)) };
  await ways[way](short, table(short));
  const [runs, losses] = [[], []];
  let spent = 0;
  do {
    const { ms, loss } = await ways[way](size, data);
    runs.push(ms);
    losses.push(loss);
    spent += ms;
  } while (runs.length < repeats && spent < budget_ms);
  return { runs, losses };
};

const tell = (what) => fetch("result", { method: "POST", body: JSON.stringify(what) });

const main = async () => {
  const { backend, threads, tasks } = await (await fetch("task")).json();
  if (backend === "wasm") {
    tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", threads > 1 && crossOriginIsolated);
    if (threads > 1) tf.wasm.setThreadsCount(threads);
    tf.wasm.setWasmPaths("node_modules/@tensorflow/tfjs-backend-wasm/dist/");
  }
  // It goes over to another backend without a word where one cannot be had.
  if (!(await tf.setBackend(backend).catch(() => false)) || tf.getBackend() !== backend) {
    return tell({ missing: backend });
  }
  await tf.ready();
  const used = backend === "wasm" ? { simd: await tf.env().getAsync("WASM_HAS_SIMD_SUPPORT"), threads: tf.wasm.getThreadsCount() } : {};
  if (backend === "wasm" && !used.simd) throw new Error("no SIMD");
  const results = [];
  for (const task of tasks) results.push(await measure(task));
  return tell({ version: tf.version_core, used, results });
};

main().catch((error) => tell({ error: `${error.stack ?? error}` }));
