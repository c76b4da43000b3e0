//! Files in the browser: those that a person gave, kept so that they can be read again, and those of the page.

use std::collections::HashMap;

use js_sys::{Array, Promise, Uint8Array};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, File, HtmlAnchorElement, Response, Url};

use crate::app::FileId;

/// The files that may be read again.
#[derive(Default)]
pub struct Files {
    kept: HashMap<FileId, File>,
    last: FileId,
}

impl Files {
    /// Keeps a file under a new name.
    pub fn keep(&mut self, file: File) -> FileId {
        self.last += 1;
        self.kept.insert(self.last, file);
        self.last
    }

    /// The file of that name.
    pub fn get(&self, id: FileId) -> Option<File> {
        self.kept.get(&id).cloned()
    }

    /// Forgets all but these. Those that were given later than the last of them are kept too: their load is under way.
    pub fn keep_only(&mut self, ids: &[FileId]) {
        let newest = ids.iter().copied().max().unwrap_or(0);
        self.kept.retain(|id, _| ids.contains(id) || *id > newest);
    }
}

/// Makes a file of a text.
pub fn of_text(text: &str, name: &str) -> Result<File, JsValue> {
    File::new_with_str_sequence(&Array::of1(&text.into()), name)
}

/// A file's bytes, as a message may hold them in its place.
pub async fn in_memory(file: &File) -> Result<JsValue, JsValue> {
    let bytes = JsFuture::from(file.array_buffer().unchecked_into::<Promise>()).await?;
    Ok(Uint8Array::new(&bytes).into())
}

/// What a worker reads.
pub enum Given {
    /// A file, of which the browser reads stretches.
    File(File),
    /// What is in memory already.
    Bytes(Uint8Array),
}

impl Given {
    /// What stands beside a message: a file, or its bytes.
    pub fn of_part(part: JsValue) -> Result<Self, JsValue> {
        part.dyn_into().map(Self::File).or_else(|part| part.dyn_into().map(Self::Bytes))
    }

    /// Its bytes' number.
    pub fn size(&self) -> f64 {
        match self {
            Self::File(file) => file.size(),
            Self::Bytes(bytes) => f64::from(bytes.length()),
        }
    }

    /// Begins to read a stretch, while something else is done.
    pub fn begin(&self, from: f64, to: f64) -> Result<Stretch, JsValue> {
        Ok(match self {
            Self::File(file) => {
                Stretch::Coming(file.slice_with_f64_and_f64(from, to)?.array_buffer().unchecked_into())
            }
            Self::Bytes(bytes) => Stretch::There(bytes.subarray(from as u32, to as u32)),
        })
    }

    /// A stretch of its bytes.
    pub async fn read(&self, from: f64, to: f64) -> Result<Vec<u8>, JsValue> {
        self.begin(from, to)?.bytes().await
    }

    /// All of its bytes.
    pub async fn read_all(&self) -> Result<Vec<u8>, JsValue> {
        self.read(0.0, self.size()).await
    }
}

/// A stretch of what a worker reads.
pub enum Stretch {
    /// The browser is reading it.
    Coming(Promise),
    /// It is there.
    There(Uint8Array),
}

impl Stretch {
    /// The bytes, as soon as they are there.
    pub async fn bytes(self) -> Result<Vec<u8>, JsValue> {
        Ok(match self {
            Self::Coming(promise) => Uint8Array::new(&JsFuture::from(promise).await?).to_vec(),
            Self::There(bytes) => bytes.to_vec(),
        })
    }
}

/// Where the page's own files come from, which only `static/start.js` knows: from the server, or from the document.
#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = greengradFiles)]
    fn get(name: &str) -> Promise;
    #[wasm_bindgen(js_namespace = greengradFiles, js_name = module)]
    fn module_of(name: &str) -> Promise;
    #[wasm_bindgen(js_namespace = greengradFiles, js_name = lab)]
    fn lab_of_page() -> Promise;
    #[wasm_bindgen(js_namespace = greengradFiles, js_name = carries)]
    fn carries_file(name: &str) -> bool;
    /// Whether no worker of this page can read the files that a person gave.
    #[wasm_bindgen(js_namespace = greengradFiles, js_name = onlyPageReads)]
    pub fn only_page_reads() -> bool;
    /// Puts the page in the place of its first screen; later it does nothing.
    #[wasm_bindgen(js_namespace = greengradFiles)]
    pub fn reveal();
    #[cfg(feature = "lab")]
    #[wasm_bindgen(js_namespace = greengradFiles, js_name = withFile)]
    fn with_file(name: &str, bytes: &Uint8Array) -> Promise;
}

/// The name of a project inside the one file.
pub const PROJECT: &str = "project.greengrad";

/// Whether this document carries a project.
pub fn carries_project() -> bool {
    carries_file(PROJECT)
}

/// The page as one file, with a project inside.
#[cfg(feature = "lab")]
pub async fn page_with_project(project: &[u8]) -> Result<Blob, JsValue> {
    // A copy: what is passed as a slice is the module's own memory, which changes while the script waits.
    JsFuture::from(with_file(PROJECT, &project.into())).await?.dyn_into()
}

/// One of the page's own files.
pub async fn fetch(path: &str, name: &str) -> Result<File, JsValue> {
    let blob: Blob = JsFuture::from(respond(path).await?.blob()?).await?.dyn_into()?;
    File::new_with_blob_sequence(&Array::of1(&blob), name)
}

/// The text of one of the page's own files.
pub async fn fetch_text(path: &str) -> Result<String, JsValue> {
    let text = JsFuture::from(respond(path).await?.text()?).await?;
    text.as_string().ok_or_else(|| JsValue::from_str("not a text"))
}

/// One of the page's modules, as a worker can be given it.
pub async fn module(path: &str) -> Result<JsValue, JsValue> {
    JsFuture::from(module_of(path)).await
}

/// The lab for the page itself: its module's exports.
pub async fn lab() -> Result<JsValue, JsValue> {
    JsFuture::from(lab_of_page()).await
}

async fn respond(path: &str) -> Result<Response, JsValue> {
    JsFuture::from(get(path)).await?.dyn_into()
}

/// Saves bytes as a file of the person's.
pub fn download(name: &str, mime: &str, parts: &JsValue) -> Result<(), JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(mime);
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(parts), &options)?;
    download_blob(name, &blob)
}

/// Saves a blob as a file of the person's.
pub fn download_blob(name: &str, blob: &Blob) -> Result<(), JsValue> {
    let document = web_sys::window()
        .and_then(|window| window.document())
        .ok_or_else(|| JsValue::from_str("no document"))?;
    let url = Url::create_object_url_with_blob(blob)?;
    let link: HtmlAnchorElement = document.create_element("a")?.dyn_into()?;
    link.set_href(&url);
    link.set_download(name);
    link.click();
    Url::revoke_object_url(&url)
}

/// Saves what a canvas shows as a PNG.
pub fn download_canvas(name: &str, canvas: web_sys::HtmlCanvasElement) {
    let name = name.to_owned();
    let save = wasm_bindgen::closure::Closure::once_into_js(move |blob: Option<Blob>| {
        if let Some(Err(error)) = blob.map(|blob| download_blob(&name, &blob)) {
            super::complain_of("a picture that cannot be saved", &error);
        }
    });
    if let Err(error) = canvas.to_blob(save.unchecked_ref()) {
        super::complain_of("a canvas that cannot be saved", &error);
    }
}
