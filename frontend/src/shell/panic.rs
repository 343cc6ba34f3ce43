//! What is shown when the page itself is at fault.

use std::panic::PanicHookInfo;

use leptos::prelude::document;
use wasm_bindgen::JsValue;
use web_sys::Element;

/// From now on a panic shows a banner with a way out, and writes the place to the console: the place only, since the
/// message of a panic may repeat words of a note.
pub fn show_panics() {
    std::panic::set_hook(Box::new(|info: &PanicHookInfo<'_>| {
        let place = info
            .location()
            .map_or_else(String::new, |place| [place.file(), ":", &place.line().to_string()].concat());
        web_sys::console::error_1(&JsValue::from_str(&["The page stopped at ", &place].concat()));
        // Nothing can be done about a document that takes no banner.
        drop(show());
    }));
}

fn show() -> Result<(), JsValue> {
    let document = document();
    if document.get_element_by_id("stopped").is_some() {
        return Ok(());
    }
    let element = |name: &str, class: &str, text: &str| -> Result<Element, JsValue> {
        let element = document.create_element(name)?;
        element.set_class_name(class);
        element.set_text_content(Some(text));
        Ok(element)
    };
    let banner = element("div", "banner", "")?;
    banner.set_id("stopped");
    banner.set_attribute("role", "alert")?;
    banner.set_attribute("data-tone", "bad")?;
    let words = element(
        "p",
        "",
        "This page has stopped because of a fault of its own. Reports go on on the server.",
    )?;
    let end = element("p", "banner-end", "")?;
    let again = element("a", "btn btn-small", "Load again")?;
    again.set_attribute("href", "")?;
    again.set_attribute("rel", "external")?;
    end.append_child(&again)?;
    banner.append_child(&words)?;
    banner.append_child(&end)?;
    if let Some(body) = document.body() {
        body.prepend_with_node_1(&banner)?;
    }
    Ok(())
}
