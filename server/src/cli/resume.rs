//! The command that goes on with what was begun.

use std::ffi::OsString;

/// The command line of this process, quoted for a shell, without `--again`: that would begin anew.
pub(super) fn command(args: impl IntoIterator<Item = OsString>) -> String {
    let mut words: Vec<String> = args.into_iter().map(|word| quote(&word.to_string_lossy())).collect();
    if let Some(program) = words.first_mut() {
        "revrx".clone_into(program);
    }
    words.retain(|word| word != "--again");
    words.join(" ")
}

fn quote(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./=:@%+,".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_can_be_pasted_into_a_shell() {
        let words = ["target/revrx", "process", "--again", "it's a note.txt", "--data", "runs/1", ""];
        assert_eq!(
            command(words.map(OsString::from)),
            r"revrx process 'it'\''s a note.txt' --data runs/1 ''"
        );
    }
}
