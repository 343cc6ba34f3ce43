//! Errors of the encounter store as problems.

use crate::encounters::EncounterError;
use crate::http::{ApiError, Kind};

impl From<EncounterError> for ApiError {
    fn from(error: EncounterError) -> Self {
        match &error {
            EncounterError::Unknown(id) => {
                Self::new(Kind::EncounterUnknown, format!("there is no encounter {id}"))
            }
            EncounterError::Deleted(id) => {
                Self::new(Kind::EncounterDeleted, format!("nothing is left of encounter {id}"))
            }
            EncounterError::KeyReused => Self::new(Kind::IdempotencyKeyReused, error.to_string())
                .hint("use a new key for a new request"),
            EncounterError::Cursor => {
                Self::new(Kind::CursorInvalid, error.to_string()).hint("begin without a cursor")
            }
            EncounterError::Store(store) if store.is_transient() => {
                tracing::warn!(%error, "a request met a store that does not work");
                Self::new(Kind::StoreUnavailable, "nothing was changed").hint("try again").retry_after(1)
            }
            EncounterError::OtherKey { .. } | EncounterError::Store(_) | EncounterError::Seal(_) => {
                Self::internal(&error)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use revrx_engine::seal::SealError;
    use revrx_engine::store::StoreError;

    use super::*;
    use crate::encounters::EncounterId;

    #[test]
    fn what_the_store_says_has_a_status_and_a_code() {
        let id = EncounterId::new();
        let corrupt = StoreError::Corrupt("canary".to_owned());
        for (error, status, code) in [
            (EncounterError::Unknown(id), 404, "encounter-unknown"),
            (EncounterError::Deleted(id), 410, "encounter-deleted"),
            (EncounterError::KeyReused, 422, "idempotency-key-reused"),
            (EncounterError::Cursor, 400, "cursor-invalid"),
            (EncounterError::Store(StoreError::Full), 503, "store-unavailable"),
            (EncounterError::Store(StoreError::Unavailable("canary".to_owned())), 503, "store-unavailable"),
            (EncounterError::Store(corrupt), 500, "internal"),
            (EncounterError::Seal(SealError::Tampered), 500, "internal"),
        ] {
            let problem = ApiError::from(error).problem();
            assert_eq!((problem.status, problem.code.as_str()), (status, code));
            assert!(!problem.detail.contains("canary"), "{problem:?}");
        }
    }
}
