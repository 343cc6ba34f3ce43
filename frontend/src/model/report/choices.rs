//! The codes a detail decides between, each with what would have to be said for it.

use std::collections::HashSet;

use revrx_api::Candidate;

use super::wording::capital;

/// A code, and when it would be the one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The code.
    pub code: String,
    /// What its title says that the others' do not, or all of it: `right`.
    pub when: String,
}

/// Each candidate with the words that tell it from the others.
pub(super) fn choices(candidates: &[Candidate]) -> Vec<Choice> {
    let words: Vec<Vec<&str>> =
        candidates.iter().map(|candidate| candidate.title.split_whitespace().collect()).collect();
    let telling = telling(&words);
    let distinct: HashSet<&String> = telling.iter().collect();
    let usable = candidates.len() > 1
        && distinct.len() == telling.len()
        && telling.iter().all(|words| !words.is_empty());
    // To leave it open is no choice, unless hardly another is left.
    let is_open = |telling: &str| usable && telling.to_lowercase().contains("unspecified");
    let closed = telling.iter().filter(|telling| !is_open(telling)).count();
    let chosen = candidates.iter().zip(telling.clone());
    chosen
        .filter(|(_, telling)| closed < 2 || !is_open(telling))
        .map(|(candidate, telling)| Choice {
            code: candidate.code.clone(),
            when: small(if usable { &telling } else { &candidate.title }),
        })
        .collect()
}

/// The common begin of the candidates' codes with a dash for what is open: `M17.–`.
pub(super) fn stem(candidates: &[Candidate]) -> Option<String> {
    let first = &candidates.first()?.code;
    let shared =
        |other: &Candidate| first.bytes().zip(other.code.bytes()).take_while(|(one, two)| one == two).count();
    let length = candidates.iter().map(shared).min()?;
    let stem = first.get(..length).filter(|stem| stem.len() >= 3)?;
    if candidates.len() == 1 {
        return Some(first.clone());
    }
    let dot = if stem.len() == 3 { "." } else { "" };
    Some(format!("{stem}{dot}–"))
}

/// Of each title, the words that not all titles have. Of a word that all have, as many are left out as the title with
/// the fewest has, the first ones.
fn telling(titles: &[Vec<&str>]) -> Vec<String> {
    let bare = |word: &str| word.trim_matches([',', ';', '(', ')', '[', ']']).to_lowercase();
    let count = |words: &[&str], word: &str| words.iter().filter(|other| bare(other) == word).count();
    let in_all = |word: &str| titles.iter().map(|title| count(title, word)).min().unwrap_or(0);
    let of = |title: &Vec<&str>| {
        let tells =
            |(index, word): &(usize, &&str)| count(&title[..*index], &bare(word)) >= in_all(&bare(word));
        let words: Vec<&str> = title.iter().enumerate().filter(tells).map(|(_, word)| *word).collect();
        words.join(" ").trim_matches([',', ';', ' ']).to_owned()
    };
    titles.iter().map(of).collect()
}

/// With a small letter at the begin, unless it is a name in capitals.
fn small(text: &str) -> String {
    let mut letters = text.chars();
    let Some(first) = letters.next() else { return String::new() };
    if letters.clone().next().is_some_and(|second| second.is_uppercase() || second.is_ascii_digit()) {
        return text.to_owned();
    }
    let small: String = first.to_lowercase().collect();
    let kept = small + letters.as_str();
    if capital(&kept) == text { kept } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidates(rows: &[(&str, &str)]) -> Vec<Candidate> {
        rows.iter()
            .map(|(code, title)| Candidate { code: (*code).to_owned(), title: (*title).to_owned() })
            .collect()
    }

    #[test]
    fn a_choice_says_what_tells_it_from_the_others() {
        for (rows, expected) in [
            (
                vec![
                    ("Z96.651", "Presence of right artificial knee joint"),
                    ("Z96.652", "Presence of left artificial knee joint"),
                    ("Z96.653", "Presence of artificial knee joint, bilateral"),
                ],
                vec!["right", "left", "bilateral"],
            ),
            (vec![("M25.45", "Effusion, hip"), ("M25.46", "Effusion, knee")], vec!["hip", "knee"]),
            (
                vec![("M10.0", "Idiopathic gout"), ("M10.2", "Drug-induced gout")],
                vec!["idiopathic", "drug-induced"],
            ),
            (
                vec![
                    ("H91.90", "Unspecified hearing loss, unspecified ear"),
                    ("H91.91", "Unspecified hearing loss, right ear"),
                    ("H91.92", "Unspecified hearing loss, left ear"),
                ],
                vec!["right", "left"],
            ),
            (
                vec![
                    ("J10.1", "Other influenza with other signs"),
                    ("J10.2", "Other influenza with gut signs"),
                ],
                vec!["other", "gut"],
            ),
            (
                vec![
                    ("S62.101", "Fracture of carpal bone, right wrist"),
                    ("S62.109", "Fracture of carpal bone, unspecified wrist"),
                ],
                vec!["right", "unspecified"],
            ),
            // Words that leave nothing for one of them: the whole titles.
            (
                vec![("J10", "Influenza"), ("J10.1", "Influenza with pneumonia")],
                vec!["influenza", "influenza with pneumonia"],
            ),
            (vec![("E78.2", "Mixed hyperlipidemia")], vec!["mixed hyperlipidemia"]),
            (vec![("B20", "HIV disease"), ("U07.1", "COVID-19")], vec!["HIV disease", "COVID-19"]),
        ] {
            let said: Vec<String> =
                choices(&candidates(&rows)).into_iter().map(|choice| choice.when).collect();
            assert_eq!(said, expected);
        }
    }

    #[test]
    fn a_stem_is_what_the_candidates_share() {
        for (codes, expected) in [
            (vec!["M17.11", "M17.31", "M17.5"], Some("M17.–")),
            (vec!["Z96.651", "Z96.652"], Some("Z96.65–")),
            (vec!["M17", "M17.1"], Some("M17.–")),
            (vec!["M17.11"], Some("M17.11")),
            (vec!["A10", "B20"], None),
            (vec![], None),
        ] {
            let rows: Vec<(&str, &str)> = codes.iter().map(|code| (*code, "")).collect();
            assert_eq!(stem(&candidates(&rows)).as_deref(), expected, "{codes:?}");
        }
    }
}
