//! Pages of codes.

use revrx_engine_core::diagnostic::Code;

use super::support::Place;

#[test]
fn every_code_is_explained_in_small_letters_too() {
    let place = Place::new();
    for code in Code::ALL {
        let ran = place.run(&["explain", &code.as_str().to_lowercase()]).expect(0);
        assert!(ran.out.starts_with(&format!("# {code}: ")), "{}", ran.out);
    }
}

#[test]
fn another_code_is_bad_usage() {
    Place::new()
        .run(&["explain", "E0399"])
        .expect(2)
        .says(&["there is no code `E0399`", "hint: codes look like `E03"]);
}
