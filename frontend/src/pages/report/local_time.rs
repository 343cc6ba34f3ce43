//! The reader's time zone.

use js_sys::Date;
use revrx_api::Time;
use wasm_bindgen::JsValue;

use crate::model::format;

/// The time of day where the reader is: `09:40:47`.
pub fn clock(time: Time) -> String {
    #[expect(clippy::cast_precision_loss, reason = "milliseconds since 1970 fit into 53 bits")]
    let millis = time.as_millis() as f64;
    let west = Date::new(&JsValue::from_f64(millis)).get_timezone_offset();
    #[expect(clippy::cast_possible_truncation, reason = "a number of minutes below a day")]
    let east = -(west as i64);
    format::clock(time.as_millis(), east)
}
