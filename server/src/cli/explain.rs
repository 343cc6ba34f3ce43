//! `revrx explain CODE`.

use revrx_engine_core::diagnostic::Code;

use super::CliError;
use super::args::ExplainArgs;
use super::exit::Exit;
use super::streams::Streams;

macro_rules! pages {
    ($($code:ident)*) => {
        &[$((stringify!($code), include_str!(concat!("../../../docs/errors/", stringify!($code), ".md"))),)*]
    };
}

/// The pages of `docs/errors`.
const PAGES: &[(&str, &str)] = pages!(
    E0100 E0101 E0102 E0103 E0104 E0105 E0106 E0107 E0108
    E0201 E0202 E0203 E0204 E0205 E0206 E0207 E0208 E0209 E0210 E0211 E0212 E0213 E0214 W0215 W0216
    E0301 E0302 E0303 E0304 E0305 E0306 E0307 E0308 E0309 W0310
    E0401 E0402 E0403 E0404 E0405 E0406 W0407
    E0501 E0502 E0503 E0504 E0505 E0506 E0507
    W0601 E0602
);

/// Prints the page of a code.
pub(super) fn explain(args: &ExplainArgs, streams: &mut Streams<'_>) -> Result<Exit, CliError> {
    let asked = args.code.trim();
    let page = PAGES.iter().find(|(code, _)| code.eq_ignore_ascii_case(asked));
    let (_, page) = page.ok_or_else(|| unknown(asked))?;
    streams.print(format_args!("{}\n", page.trim_end()))?;
    Ok(Exit::Success)
}

fn unknown(asked: &str) -> CliError {
    let asked_for = asked.to_uppercase();
    let nearest = Code::ALL.iter().min_by_key(|code| strsim::levenshtein(code.as_str(), &asked_for));
    let hint = match nearest {
        Some(code) => format!("codes look like `{code}` ({})", code.summary()),
        None => String::new(),
    };
    CliError::usage(format!("there is no code `{asked}`"), hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_page_that_begins_with_it_and_no_page_is_left_over() {
        let pages: Vec<&str> = PAGES.iter().map(|(code, _)| *code).collect();
        let codes: Vec<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(pages, codes);
        for (code, page) in PAGES {
            assert!(page.starts_with(&format!("# {code}: ")), "{code}");
        }
    }
}
