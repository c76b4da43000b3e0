//! How commands and events travel between page and worker: one compact binary codec, the bytes handed over (not
//! copied), and files beside them as they are.

use js_sys::{Array, Uint8Array};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};

use super::files::Given;

/// A message and the list of what is handed over with it.
pub struct Packet {
    /// What to post.
    pub message: JsValue,
    /// What moves to the other side.
    pub transfer: JsValue,
}

/// Packs a message.
pub fn pack<T: Serialize>(value: &T) -> Result<Packet, JsValue> {
    pack_with(value, &Array::new())
}

/// Packs a message, with the files beside it: as they are, or their bytes ([`Given`]).
pub fn pack_with<T: Serialize>(value: &T, files: &Array) -> Result<Packet, JsValue> {
    let bytes = postcard::to_stdvec(value).map_err(|_| JsValue::from_str("not to be written"))?;
    let array = Uint8Array::from(bytes.as_slice());
    let transfer = Array::of1(&array.buffer());
    let message = Array::of1(&array).concat(files);
    Ok(Packet { message: message.into(), transfer: transfer.into() })
}

/// Unpacks a message and the files beside it.
pub fn unpack<T: DeserializeOwned>(message: &JsValue) -> Result<(T, Vec<Given>), JsValue> {
    let parts: &Array = message.dyn_ref().ok_or_else(|| JsValue::from_str("a message that is no array"))?;
    let bytes: Uint8Array = parts.get(0).dyn_into()?;
    let value =
        postcard::from_bytes(&bytes.to_vec()).map_err(|_| JsValue::from_str("bytes that mean nothing"))?;
    Ok((value, (1..parts.length()).filter_map(|place| Given::of_part(parts.get(place)).ok()).collect()))
}
