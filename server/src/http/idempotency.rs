//! The header `Idempotency-Key`: a request that is sent again is carried out once.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use super::kind::Kind;
use super::problem::ApiError;

const HEADER: &str = "idempotency-key";
/// Longest key.
const KEY_BYTES_MAX: usize = 255;

/// The key of a request, where it has one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct IdempotencyKey(pub(crate) Option<String>);

impl<S: Sync> FromRequestParts<S> for IdempotencyKey {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, ApiError> {
        let mut given = parts.headers.get_all(HEADER).iter();
        let Some(key) = given.next() else { return Ok(Self(None)) };
        if given.next().is_some() {
            return Err(ApiError::new(Kind::IdempotencyKey, "the header `Idempotency-Key` is given twice"));
        }
        let key = key.as_bytes();
        match std::str::from_utf8(key) {
            Ok(text) if (1..=KEY_BYTES_MAX).contains(&key.len()) && key.iter().all(u8::is_ascii_graphic) => {
                Ok(Self(Some(text.to_owned())))
            }
            _ => Err(ApiError::new(
                Kind::IdempotencyKey,
                format!("`Idempotency-Key` must have 1 to {KEY_BYTES_MAX} visible ASCII characters"),
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_key_is_short_visible_and_given_once() {
        let (longest, too_long) = ("k".repeat(255), "k".repeat(256));
        for (headers, key) in [
            (&[][..], Ok(None)),
            (&["0199f0a2-7c1e"][..], Ok(Some("0199f0a2-7c1e"))),
            (&[longest.as_str()][..], Ok(Some(longest.as_str()))),
            (&[too_long.as_str()][..], Err(Kind::IdempotencyKey)),
            (&[""][..], Err(Kind::IdempotencyKey)),
            (&["two words"][..], Err(Kind::IdempotencyKey)),
            (&["clé"][..], Err(Kind::IdempotencyKey)),
            (&["a", "a"][..], Err(Kind::IdempotencyKey)),
        ] {
            let mut request = axum::http::Request::builder();
            for value in headers {
                request = request.header("Idempotency-Key", *value);
            }
            let (mut parts, ()) = request.body(()).unwrap().into_parts();
            let read = IdempotencyKey::from_request_parts(&mut parts, &()).await;
            assert_eq!(
                read.as_ref().map(|key| key.0.as_deref()).map_err(|error| error.kind()),
                key,
                "{headers:?}"
            );
        }
    }
}
