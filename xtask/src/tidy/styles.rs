//! Style sheets: colours have names, and no rule shouts another down.

use super::Finding;
use super::tree::File;

const FOLDER: &str = "frontend/styles/";
/// The one file that gives colours their names.
const TOKENS: &str = "frontend/styles/tokens.css";
/// Functions that make a colour out of numbers. `color-mix` and `light-dark` make it out of others.
const FUNCTIONS: [&str; 10] = ["color", "hsl", "hsla", "hwb", "lab", "lch", "oklab", "oklch", "rgb", "rgba"];
/// The named colours of CSS Color 4, section 6.1; `transparent`, `currentcolor` and those of the system are no raw
/// colours.
const NAMED: &str = "
    aliceblue antiquewhite aqua aquamarine azure beige bisque black blanchedalmond blue blueviolet brown burlywood
    cadetblue chartreuse chocolate coral cornflowerblue cornsilk crimson cyan darkblue darkcyan darkgoldenrod darkgray
    darkgreen darkgrey darkkhaki darkmagenta darkolivegreen darkorange darkorchid darkred darksalmon darkseagreen
    darkslateblue darkslategray darkslategrey darkturquoise darkviolet deeppink deepskyblue dimgray dimgrey dodgerblue
    firebrick floralwhite forestgreen fuchsia gainsboro ghostwhite gold goldenrod gray green greenyellow grey honeydew
    hotpink indianred indigo ivory khaki lavender lavenderblush lawngreen lemonchiffon lightblue lightcoral lightcyan
    lightgoldenrodyellow lightgray lightgreen lightgrey lightpink lightsalmon lightseagreen lightskyblue lightslategray
    lightslategrey lightsteelblue lightyellow lime limegreen linen magenta maroon mediumaquamarine mediumblue
    mediumorchid mediumpurple mediumseagreen mediumslateblue mediumspringgreen mediumturquoise mediumvioletred
    midnightblue mintcream mistyrose moccasin navajowhite navy oldlace olive olivedrab orange orangered orchid
    palegoldenrod palegreen paleturquoise palevioletred papayawhip peachpuff peru pink plum powderblue purple
    rebeccapurple red rosybrown royalblue saddlebrown salmon sandybrown seagreen seashell sienna silver skyblue
    slateblue slategray slategrey snow springgreen steelblue tan teal thistle tomato turquoise violet wheat white
    whitesmoke yellow yellowgreen";

pub(super) fn findings(file: &File) -> Vec<Finding> {
    if !file.path.starts_with(FOLDER) || !file.path.ends_with(".css") {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (number, declaration) in declarations(&without_comments_and_strings(&file.text)) {
        let Some((_, value)) = declaration.split_once(':') else { continue };
        if value.replace(' ', "").contains(concat!("!im", "portant")) {
            let message = "a rule that shouts cannot be overruled; use a layer or a closer selector";
            found.push(Finding::new(&file.path, number, "important", message));
        }
        if file.path != TOKENS {
            found.extend(colours(value).into_iter().map(|colour| {
                let message = format!("`{colour}` is a raw colour; give it a name in {TOKENS}");
                Finding::new(&file.path, number, "raw-colour", message)
            }));
        }
    }
    found
}

/// The raw colours in the value of a declaration.
fn colours(value: &str) -> Vec<String> {
    let mut colours = Vec::new();
    let inside = |c: char| c.is_ascii_alphanumeric() || "-_#".contains(c);
    let mut rest = value;
    while let Some(start) = rest.find(inside) {
        let word = &rest[start..];
        let end = word.find(|c| !inside(c)).unwrap_or(word.len());
        let (word, after) = word.split_at(end);
        let lower = word.to_ascii_lowercase();
        let digits = lower.strip_prefix('#').is_some_and(|digits| {
            matches!(digits.len(), 3 | 4 | 6 | 8) && digits.chars().all(|c| c.is_ascii_hexdigit())
        });
        let function = after.starts_with('(') && FUNCTIONS.contains(&lower.as_str());
        let named = !after.starts_with('(') && NAMED.split_whitespace().any(|name| name == lower);
        if digits || function || named {
            colours.push(word.to_owned());
        }
        rest = after;
    }
    colours
}

/// The declarations of a style sheet, each with its line; selectors and at-rules are left out.
fn declarations(css: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut part = String::new();
    let (mut line, mut begin) = (1, 1);
    for c in css.chars() {
        match c {
            '{' | '}' | ';' => {
                if c != '{' && !part.trim().is_empty() {
                    found.push((begin, part.trim().to_owned()));
                }
                part.clear();
            }
            _ => {
                if part.trim().is_empty() {
                    begin = line;
                }
                part.push(c);
            }
        }
        line += usize::from(c == '\n');
    }
    found
}

/// `css` with blanks, and the same lines, where comments and quoted texts stood.
fn without_comments_and_strings(css: &str) -> String {
    let mut kept = String::new();
    let mut characters = css.chars().peekable();
    while let Some(c) = characters.next() {
        let comment = c == '/' && characters.peek() == Some(&'*');
        if !comment && c != '"' && c != '\'' {
            kept.push(c);
            continue;
        }
        let mut previous = ' ';
        if comment {
            characters.next();
        }
        for inner in characters.by_ref() {
            if inner == '\n' {
                kept.push('\n');
            }
            if (comment && previous == '*' && inner == '/') || (!comment && previous != '\\' && inner == c) {
                break;
            }
            previous = if previous == '\\' { ' ' } else { inner };
        }
        kept.push(' ');
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn raw_colours_stand_in_the_tokens_only() {
        for (css, raw) in [
            ("a { color: #fff }", &["1 #fff"][..]),
            (
                "a {\n  border: 1px solid #A1b2C3;\n  background: rgb(0 0 0 / 20%);\n}",
                &["2 #A1b2C3", "3 rgb"],
            ),
            ("a { color: oklch(50% 0 0); color: Red }", &["1 oklch", "1 Red"]),
            ("a { background: linear-gradient(white, var(--edge)) }", &["1 white"]),
            ("a { color: var(--red); background: color-mix(in oklch, var(--a) 5%, transparent) }", &[]),
            ("a { color: light-dark(var(--white), var(--black-2)); fill: currentColor }", &[]),
            ("a { color: CanvasText; white-space: nowrap; grid-area: red-line }", &[]),
            ("#add, a:hover .red, .tan { margin: 0 }", &[]),
            ("@media (color) { a { margin: 0 } }", &[]),
            ("/* #fff\nred */ a { content: \"#fff \\\" red\"; font-family: 'Tan' }", &[]),
            ("a { /* one\ntwo */ color: red }", &["2 red"]),
        ] {
            let found: Vec<String> = findings(&File::of("frontend/styles/a.css", css))
                .iter()
                .map(|finding| {
                    format!("{} {}", finding.line, finding.message.split('`').nth(1).unwrap_or_default())
                })
                .collect();
            assert_eq!(found, raw, "{css}");
            assert_eq!(findings(&File::of(TOKENS, css)), [], "{css}");
        }
    }

    #[test]
    fn no_rule_shouts() {
        let loud = ["a {\n margin: 0 !im", "portant; padding: 0 ! im", "portant }"].concat();
        for path in ["frontend/styles/a.css", TOKENS] {
            let lines: Vec<usize> = findings(&File::of(path, &loud)).iter().map(|found| found.line).collect();
            assert_eq!(lines, [2, 2], "{path}");
        }
        assert_eq!(findings(&File::of("docs/a.css", &loud)), []);
    }
}
