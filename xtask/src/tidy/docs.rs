//! Links of the documents lead somewhere.

use super::Finding;
use super::tree::{File, Tree};

pub(super) fn findings(file: &File, tree: &Tree) -> Vec<Finding> {
    if !file.path.ends_with(".md") {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (number, line) in prose(&file.text) {
        for target in targets(line) {
            if let Err(problem) = resolve(&file.path, target, tree) {
                found.push(Finding::new(&file.path, number, "link", format!("`{target}`: {problem}")));
            }
        }
    }
    found
}

/// The numbered lines outside fenced blocks.
fn prose(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut fenced = false;
    (1..).zip(text.lines()).filter(move |(_, line)| {
        let fence = line.trim_start().starts_with("```");
        fenced ^= fence;
        !fenced && !fence
    })
}

/// What the inline links of a line point to: `[text](target)`, outside `code`.
fn targets(line: &str) -> Vec<&str> {
    let mut targets = Vec::new();
    for (at, part) in line.split('`').enumerate() {
        // An image or link whose text is code leaves its `](target)` in a part with an even number.
        if at % 2 == 0 {
            let ends = part.split("](").skip(1);
            targets.extend(ends.filter_map(|rest| rest.split([')', ' ']).next()));
        }
    }
    targets
}

fn resolve(from: &str, target: &str, tree: &Tree) -> Result<(), String> {
    if target.contains("://") || target.starts_with("mailto:") {
        return Ok(());
    }
    let (path, anchor) = target.split_once('#').map_or((target, None), |(path, anchor)| (path, Some(anchor)));
    let full = if path.is_empty() { from.to_owned() } else { join(from, path)? };
    if !tree.paths.contains(&full) {
        return Err("there is no such file".to_owned());
    }
    let Some(anchor) = anchor else { return Ok(()) };
    let text = tree.text(&full).unwrap_or_default();
    let mut headings = prose(text).filter(|(_, line)| line.starts_with('#')).map(|(_, line)| slug(line));
    if headings.any(|heading| heading == anchor) {
        Ok(())
    } else {
        Err("there is no such heading".to_owned())
    }
}

/// `path` as seen from the folder of the file `from`, without dots.
fn join(from: &str, path: &str) -> Result<String, String> {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop().ok_or("it leaves the repository")?;
            }
            part => parts.push(part),
        }
    }
    Ok(parts.join("/"))
}

/// The anchor of a heading, as code hosting sites make it.
fn slug(heading: &str) -> String {
    let text = heading.trim_start_matches('#').trim().to_lowercase();
    let kept = text.chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_leads_to_a_file_a_folder_or_a_heading() {
        let other = "# Two words, `code`!\n```\n# no heading\n```\n";
        for (line, problem) in [
            ("[a](b.md) and [c](../README.md)", None),
            ("[folder](decisions) [same](decisions/)", None),
            ("[h](b.md#two-words-code) [own](#own)", None),
            ("[out](https://example.org/x) [mail](mailto:a@example.org)", None),
            ("[`code`](b.md)", None),
            ("`[no](link.md)`", None),
            ("[a](c.md)", Some("`c.md`: there is no such file")),
            ("[`a`](c.md)", Some("`c.md`: there is no such file")),
            ("![picture](c.png \"title\")", Some("`c.png`: there is no such file")),
            ("[a](../../x)", Some("`../../x`: it leaves the repository")),
            ("[a](b.md#no-heading)", Some("`b.md#no-heading`: there is no such heading")),
        ] {
            let text = format!("# Own\n{line}\n```\n[in](block.md)\n```\n");
            let files = [
                ("docs/a.md", text.as_str()),
                ("docs/b.md", other),
                ("README.md", ""),
                ("docs/decisions/d.md", ""),
            ];
            let tree = Tree::of(&files);
            let found = findings(&tree.files[0], &tree);
            assert_eq!(found.first().map(|finding| finding.message.as_str()), problem, "{line}");
            assert_eq!(found.len(), usize::from(problem.is_some()), "{line}");
        }
    }
}
