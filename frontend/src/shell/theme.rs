//! Light, dark, or as the system is.

use leptos::prelude::*;

use super::storage;

/// Where the choice is kept; read before the first paint by the script of the page.
const KEY: &str = "revrx-theme";

/// A choice of theme.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Choice {
    System,
    Light,
    Dark,
}

impl Choice {
    fn kept() -> Self {
        match storage::kept(KEY).as_deref() {
            Some("light") => Self::Light,
            Some("dark") => Self::Dark,
            _ => Self::System,
        }
    }

    fn next(self) -> Self {
        match self {
            Self::System => Self::Light,
            Self::Light => Self::Dark,
            Self::Dark => Self::System,
        }
    }

    fn attribute(self) -> Option<&'static str> {
        match self {
            Self::System => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
        }
    }
}

/// The theme, in context.
#[derive(Clone, Copy)]
pub(super) struct Theme(RwSignal<Choice>);

impl Theme {
    /// As it was chosen last.
    pub(super) fn begin() -> Self {
        Self(RwSignal::new(Choice::kept()))
    }

    /// System, light, dark, in turn.
    pub(super) fn cycle(self) {
        let choice = self.0.get_untracked().next();
        storage::keep(KEY, choice.attribute());
        if let Some(root) = document().document_element() {
            let set = match choice.attribute() {
                Some(name) => root.set_attribute("data-theme", name),
                None => root.remove_attribute("data-theme"),
            };
            drop(set);
        }
        self.0.set(choice);
    }

    /// What it is, for the label of the button.
    pub(super) fn words(self) -> &'static str {
        match self.0.get() {
            Choice::System => "Theme: follows the system",
            Choice::Light => "Theme: light",
            Choice::Dark => "Theme: dark",
        }
    }
}
