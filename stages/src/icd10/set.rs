//! Look-ups in the code set.

use super::code::Code;
use super::notes::{Kind, Notes};
use super::table;
use std::sync::LazyLock;

/// The release compiled into this program.
pub fn release() -> &'static CodeSet {
    static RELEASE: LazyLock<CodeSet> = LazyLock::new(CodeSet::load);
    &RELEASE
}

/// A code of the release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The code.
    pub code: Code,
    /// Its full official title.
    pub title: String,
    /// Whether it may be submitted: a complete code, not a header.
    pub billable: bool,
}

/// All codes of one release.
#[derive(Debug)]
pub struct CodeSet {
    /// The unpacked table, titles are slices of it.
    text: String,
    nodes: Vec<Node>,
    sevenths: Vec<Vec<(char, String)>>,
    notes: LazyLock<Notes>,
}

#[derive(Debug, Clone, Copy)]
struct Node {
    code: Code,
    kind: NodeKind,
    title: (u32, u16),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum NodeKind {
    Header,
    Billable,
    /// A header whose codes are itself with one of these seventh characters.
    Sevenths(u8),
}

impl CodeSet {
    /// Name of the release, as a report states it.
    pub fn name(&self) -> &'static str {
        "ICD-10-CM FY2026 (April 2026)"
    }

    /// First and last day of service the release is for, as `YYYY-MM-DD` (fiscal year 2026).
    pub fn valid(&self) -> (&'static str, &'static str) {
        ("2025-10-01", "2026-09-30")
    }

    /// The entry of a code or header; `None` when the release has no such code.
    pub fn get(&self, code: Code) -> Option<Entry> {
        if let Some(node) = self.node(code) {
            return Some(Entry {
                code,
                title: self.title(node).to_owned(),
                billable: node.kind == NodeKind::Billable,
            });
        }
        let stem = self.stem(code)?;
        let seventh = code.as_str().chars().last()?;
        let (_, addition) = self.sevenths_of(stem).iter().find(|(character, _)| *character == seventh)?;
        Some(Entry { code, title: format!("{}{addition}", self.title(stem)), billable: true })
    }

    /// Whether a code exists and is complete.
    pub fn is_billable(&self, code: Code) -> bool {
        self.get(code).is_some_and(|entry| entry.billable)
    }

    /// The header a code stands under; `None` for a category or an unknown code.
    pub fn parent(&self, code: Code) -> Option<Code> {
        if self.node(code).is_none() {
            return self.stem(code).map(|stem| stem.code);
        }
        let text = code.as_str();
        (3..text.len())
            .rev()
            .filter_map(|length| Code::parse(&text[..length]))
            .find(|c| self.node(*c).is_some())
    }

    /// The codes directly under a header, in order; empty for a complete code.
    pub fn children(&self, code: Code) -> Vec<Code> {
        let Ok(at) = self.nodes.binary_search_by_key(&code, |node| node.code) else { return Vec::new() };
        if let NodeKind::Sevenths(_) = self.nodes[at].kind {
            return self
                .sevenths_of(&self.nodes[at])
                .iter()
                .filter_map(|(c, _)| code.with_seventh(*c))
                .collect();
        }
        let below = self.nodes[at + 1..].iter().take_while(|node| node.code.is_under(code.as_str()));
        let mut children: Vec<Code> = Vec::new();
        for node in below {
            if !children.last().is_some_and(|last| node.code.is_under(last.as_str())) {
                children.push(node.code);
            }
        }
        children
    }

    /// Number of complete codes.
    pub fn billable_count(&self) -> usize {
        let count = |node: &Node| match node.kind {
            NodeKind::Header => 0,
            NodeKind::Billable => 1,
            NodeKind::Sevenths(_) => self.sevenths_of(node).len(),
        };
        self.nodes.iter().map(count).sum()
    }

    /// Whether an Excludes1 note (of either code, its headers or its block) forbids the two on one claim.
    ///
    /// Notes give exceptions in words, so a pair is a reason to look, not an error.
    pub fn excludes1(&self, one: Code, other: Code) -> bool {
        one != other && self.excluded_pairs(&[one, other]).contains(&(one, other))
    }

    /// All pairs among `codes` that an Excludes1 note forbids, each in both orders.
    pub fn excluded_pairs(&self, codes: &[Code]) -> Vec<(Code, Code)> {
        let mut pairs = Vec::new();
        for one in codes {
            let named = self.notes.named_among(Kind::Excludes1, *one, codes);
            for other in named.into_iter().filter(|other| other != one) {
                pairs.extend([(*one, other), (other, *one)]);
            }
        }
        pairs.sort_unstable();
        pairs.dedup();
        pairs
    }

    /// What "code first" notes name for a code: codes and ranges without dots.
    pub fn code_first(&self, code: Code) -> Vec<String> {
        self.notes.named(Kind::CodeFirst, &code)
    }

    /// What "use additional code" notes name for a code: codes and ranges without dots.
    pub fn use_additional(&self, code: Code) -> Vec<String> {
        self.notes.named(Kind::UseAdditional, &code)
    }

    fn load() -> Self {
        let text = table::unpack(include_bytes!("../../tables/icd10/codes.tsv.gz"));
        let mut nodes = Vec::with_capacity(47_000);
        let mut sevenths = Vec::new();
        for row in table::rows(&text) {
            let Some((first, rest)) = row.split_once('\t') else { continue };
            let Some((kind, title)) = rest.split_once('\t') else { continue };
            if first == "#7" {
                sevenths.push(read_sevenths(title));
            } else if let Some(code) = Code::parse(first) {
                let kind = match kind {
                    "h" => NodeKind::Header,
                    "b" => NodeKind::Billable,
                    set => NodeKind::Sevenths(set.parse().unwrap_or_default()),
                };
                let begin = title.as_ptr() as usize - text.as_ptr() as usize;
                nodes.push(Node { code, kind, title: (begin as u32, title.len() as u16) });
            }
        }
        nodes.sort_by_key(|node| node.code);
        Self { text, nodes, sevenths, notes: LazyLock::new(Notes::load) }
    }

    fn node(&self, code: Code) -> Option<&Node> {
        self.nodes.binary_search_by_key(&code, |node| node.code).ok().map(|at| &self.nodes[at])
    }

    /// The header that a code of seven characters completes.
    fn stem(&self, code: Code) -> Option<&Node> {
        let text = code.as_str();
        let six = text.get(..6).filter(|_| text.len() == 7)?;
        let mut stem = six;
        loop {
            let node = Code::parse(stem).and_then(|code| self.node(code));
            match node {
                Some(node) => return matches!(node.kind, NodeKind::Sevenths(_)).then_some(node),
                None => stem = stem.strip_suffix('X')?,
            }
        }
    }

    fn sevenths_of(&self, node: &Node) -> &[(char, String)] {
        match node.kind {
            NodeKind::Sevenths(set) => self.sevenths.get(usize::from(set)).map_or(&[], Vec::as_slice),
            _ => &[],
        }
    }

    fn title(&self, node: &Node) -> &str {
        let (begin, length) = (node.title.0 as usize, usize::from(node.title.1));
        &self.text[begin..begin + length]
    }
}

/// Reads `A=, initial encounter|D=, subsequent encounter|`.
fn read_sevenths(text: &str) -> Vec<(char, String)> {
    let parts = text.split('|').filter_map(|part| part.split_once('='));
    parts.filter_map(|(character, addition)| Some((character.chars().next()?, addition.to_owned()))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> Code {
        Code::parse(text).unwrap()
    }

    #[test]
    fn the_release_has_as_many_complete_codes_as_the_official_list() {
        assert_eq!(release().billable_count(), 74_719);
    }

    #[test]
    fn a_code_is_complete_a_header_or_unknown() {
        let cases = [
            ("I10", Some(true)),
            ("E11", Some(false)),
            ("E11.9", Some(true)),
            ("S72.001A", Some(true)),
            ("S72.001", Some(false)),
            ("S06.1X7A", Some(true)),
            ("S06.1X7D", None),
            ("T14.8XXA", Some(true)),
            ("T14.8", Some(false)),
            ("C44.1021", Some(true)),
            ("M54.5", Some(false)),
            ("M54.50", Some(true)),
            ("QA0", Some(false)),
            ("Z99.999", None),
        ];
        for (text, billable) in cases {
            assert_eq!(release().get(code(text)).map(|entry| entry.billable), billable, "{text}");
        }
    }

    #[test]
    fn a_title_of_seven_characters_is_put_together() {
        let entry = release().get(code("S72.001B")).unwrap();
        let title = "Fracture of unspecified part of neck of right femur, initial encounter for open fracture type I or II";
        assert_eq!(entry.title, title);
    }

    #[test]
    fn children_and_parents_mirror_each_other() {
        for text in ["E11", "M25.56", "S72.001", "T14.8", "C44.102", "S06.1X"] {
            let children = release().children(code(text));
            assert!(!children.is_empty(), "{text}");
            for child in children {
                assert_eq!(release().parent(child), Some(code(text)), "{child}");
            }
        }
        assert_eq!(release().children(code("I10")), []);
        assert_eq!(release().parent(code("I10")), None);
    }

    #[test]
    fn excludes1_holds_for_ranges_and_both_ways() {
        let cases = [
            ("E10.9", "E11.9", true),
            ("E11.9", "E10.9", true),
            ("I10", "E11.9", false),
            ("J18.9", "J18.9", false),
        ];
        for (one, other, expected) in cases {
            assert_eq!(release().excludes1(code(one), code(other)), expected, "{one} {other}");
        }
    }

    #[test]
    fn hints_for_the_order_of_codes() {
        assert!(release().use_additional(code("I11.0")).iter().any(|named| named == "I50"));
        assert!(!release().code_first(code("I50.9")).is_empty());
    }
}
