//! A small tree of an XML document: enough for the ICD-10-CM files.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// One element with what stands inside it.
#[derive(Debug, Default)]
pub struct Element {
    /// Name of the tag.
    pub name: String,
    /// Attributes in order.
    pub attributes: Vec<(String, String)>,
    /// Text that stands directly inside, pieces joined.
    pub text: String,
    /// Elements that stand directly inside.
    pub children: Vec<Element>,
}

impl Element {
    /// Reads a whole document; the result's only child is its root.
    ///
    /// # Errors
    /// What is wrong with the document, in words.
    pub fn parse(xml: &str) -> Result<Self, String> {
        let mut reader = Reader::from_str(xml);
        let mut open = vec![Self::default()];
        loop {
            match reader.read_event().map_err(|e| e.to_string())? {
                Event::Start(tag) => open.push(Self::begin(&tag)?),
                Event::Empty(tag) => last(&mut open)?.children.push(Self::begin(&tag)?),
                Event::End(_) => {
                    let done = open.pop().ok_or("more end tags than start tags")?;
                    last(&mut open)?.children.push(done);
                }
                Event::Text(text) => last(&mut open)?.text.push_str(&text),
                Event::GeneralRef(name) => last(&mut open)?.text.push_str(&reference(&name)?),
                Event::Eof => break,
                _ => {}
            }
        }
        open.pop().ok_or_else(|| "empty document".to_owned())
    }

    /// Children with the given tag.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Self> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// First child with the given tag.
    pub fn first(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// Text of the first child with the given tag, trimmed; empty without one.
    pub fn text_of(&self, name: &str) -> &str {
        self.first(name).map_or("", |child| child.text.trim())
    }

    /// Calls `visit` for this element and all below it, parents first.
    pub fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a Self)) {
        visit(self);
        for child in &self.children {
            child.walk(visit);
        }
    }

    fn begin(tag: &BytesStart<'_>) -> Result<Self, String> {
        let mut element = Self { name: tag.name().as_ref().to_owned(), ..Self::default() };
        for attribute in tag.attributes() {
            let attribute = attribute.map_err(|e| e.to_string())?;
            element.attributes.push((attribute.key.as_ref().to_owned(), attribute.value.to_string()));
        }
        Ok(element)
    }
}

fn last(open: &mut [Element]) -> Result<&mut Element, String> {
    open.last_mut().ok_or_else(|| "more end tags than start tags".to_owned())
}

fn reference(name: &quick_xml::events::BytesRef<'_>) -> Result<String, String> {
    if let Some(c) = name.resolve_char_ref().map_err(|e| e.to_string())? {
        return Ok(c.to_string());
    }
    let text = match name.as_ref() {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        other => return Err(format!("unknown entity {other}")),
    };
    Ok(text.to_owned())
}
