// Starts the page's module, or says why it cannot. A file of its own: the security policy allows no inline script.
(() => {
  'use strict';
  const starter = document.currentScript;
  const say = (english, chinese) => {
    const boot = document.getElementById('boot');
    if (boot) {
      boot.textContent = `${english} ${chinese}`;
      boot.setAttribute('role', 'alert');
    }
  };
  // The smallest module that uses a SIMD instruction: (func (result v128) i32.const 0 i8x16.splat).
  const simd = new Uint8Array([
    0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 8, 1, 6, 0, 65, 0, 253, 15, 11,
  ]);
  if (typeof WebAssembly !== 'object' || !WebAssembly.validate(simd)) {
    say(
      'This browser lacks WebAssembly SIMD, which training needs. Any browser of 2023 or later has it: please update.',
      '此浏览器不支持训练所需的 WebAssembly SIMD。请更新到 2023 年或之后的版本。',
    );
    return;
  }
  const failed = (error) => {
    console.error(error);
    say('The page could not be started. Please reload it.', '网页未能启动，请重新载入。');
  };
  const glue = document.createElement('script');
  glue.src = starter.dataset.glue;
  glue.onerror = failed;
  glue.onload = () => wasm_bindgen({ module_or_path: starter.dataset.wasm }).catch(failed);
  document.head.append(glue);
})();
