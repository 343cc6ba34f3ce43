//! Sealing and opening the values of a run.

use std::fmt;
use std::sync::Arc;

use zeroize::Zeroizing;

use super::master::Cipher;
use super::{MasterKey, Place, SealError};
use crate::id::RunId;
use crate::store::StoredValue;

/// Values shorter than this are not worth compressing.
const COMPRESS_FROM: usize = 64;
/// What stands first in a plaintext.
const RAW: u8 = 0;
const LZ4: u8 = 1;

/// Makes and opens the data keys of runs.
#[derive(Clone)]
pub enum Sealer {
    /// Everything is sealed.
    Sealed(SealedWith),
    /// Nothing is: for the memory store alone.
    Plain,
}

/// A master key ready for use.
#[derive(Clone)]
pub struct SealedWith(Arc<Cipher>);

/// The key of one run.
#[derive(Clone)]
pub struct RunKey {
    run: RunId,
    cipher: Option<Cipher>,
}

impl Sealer {
    /// Seals everything under this master key.
    pub fn sealed(master: &MasterKey) -> Self {
        Self::Sealed(SealedWith(Arc::new(Cipher::new(master.bytes()))))
    }

    /// A new data key for a run, and the same wrapped by the master key.
    ///
    /// # Errors
    /// [`SealError::Random`].
    pub fn new_key(&self, run: RunId) -> Result<(RunKey, StoredValue), SealError> {
        let Self::Sealed(SealedWith(master)) = self else {
            return Ok((RunKey { run, cipher: None }, StoredValue::from(&[][..])));
        };
        let mut key = Zeroizing::new([0; 32]);
        getrandom::fill(&mut key[..]).map_err(|_| SealError::Random)?;
        let wrapped = master.seal(&key[..], &Place::DATA_KEY.associated_data(run))?;
        Ok((RunKey { run, cipher: Some(Cipher::new(&key)) }, wrapped.into()))
    }

    /// The data key of a run, from its wrapped form.
    ///
    /// # Errors
    /// [`SealError`]; [`SealError::Erased`] when nothing is left of it.
    pub fn open_key(&self, run: RunId, wrapped: &[u8]) -> Result<RunKey, SealError> {
        let Self::Sealed(SealedWith(master)) = self else {
            return Ok(RunKey { run, cipher: None });
        };
        if wrapped.is_empty() {
            return Err(SealError::Erased);
        }
        let key = Zeroizing::new(master.open(wrapped, &Place::DATA_KEY.associated_data(run))?);
        let key: &[u8; 32] = key[..].try_into().map_err(|_| SealError::Tampered)?;
        Ok(RunKey { run, cipher: Some(Cipher::new(key)) })
    }
}

impl RunKey {
    /// Seals a value for the place where it will stand.
    ///
    /// # Errors
    /// [`SealError::Random`].
    pub fn seal(&self, place: &Place<'_>, bytes: &[u8]) -> Result<StoredValue, SealError> {
        match &self.cipher {
            None => Ok(bytes.into()),
            Some(cipher) => {
                let plain = Zeroizing::new(compress(bytes));
                cipher.seal(&plain, &place.associated_data(self.run)).map(Into::into)
            }
        }
    }

    /// Opens a value that stands there.
    ///
    /// # Errors
    /// [`SealError`]: changed, moved, of another key or of an unknown version.
    pub fn open(&self, place: &Place<'_>, value: &[u8]) -> Result<Vec<u8>, SealError> {
        match &self.cipher {
            None => Ok(value.to_vec()),
            Some(cipher) => decompress(Zeroizing::new(cipher.open(value, &place.associated_data(self.run))?)),
        }
    }
}

impl fmt::Debug for Sealer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if matches!(self, Self::Plain) { "Sealer::Plain" } else { "Sealer::Sealed" })
    }
}

impl fmt::Debug for SealedWith {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SealedWith")
    }
}

impl fmt::Debug for RunKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RunKey").field("run", &self.run).finish_non_exhaustive()
    }
}

fn compress(bytes: &[u8]) -> Vec<u8> {
    if bytes.len() >= COMPRESS_FROM {
        let packed = lz4_flex::block::compress_prepend_size(bytes);
        if packed.len() < bytes.len() {
            return [&[LZ4], &packed[..]].concat();
        }
    }
    [&[RAW], bytes].concat()
}

fn decompress(plain: Zeroizing<Vec<u8>>) -> Result<Vec<u8>, SealError> {
    match plain.split_first() {
        Some((&RAW, bytes)) => Ok(bytes.to_vec()),
        Some((&LZ4, packed)) => {
            lz4_flex::block::decompress_size_prepended(packed).map_err(|_| SealError::Tampered)
        }
        _ => Err(SealError::Tampered),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealer() -> Sealer {
        Sealer::sealed(&MasterKey::from_bytes([7; 32]))
    }

    #[test]
    fn what_is_sealed_opens_again_in_its_place() {
        let run = RunId::new();
        let (key, wrapped) = sealer().new_key(run).unwrap();
        let again = sealer().open_key(run, &wrapped).unwrap();
        let long = "the customer ".repeat(300);
        for text in ["", "x", "a short one", &long] {
            let sealed = key.seal(&Place::INPUT, text.as_bytes()).unwrap();
            assert_eq!(again.open(&Place::INPUT, &sealed).unwrap(), text.as_bytes());
        }
        assert!(key.seal(&Place::INPUT, long.as_bytes()).unwrap().len() < long.len() / 2);
    }

    #[test]
    fn every_changed_byte_is_noticed() {
        let (key, _) = sealer().new_key(RunId::new()).unwrap();
        let sealed = key.seal(&Place::payload(3), b"something said in confidence").unwrap();
        for index in 0..sealed.len() {
            let mut changed = sealed.to_vec();
            changed[index] ^= 1;
            assert!(key.open(&Place::payload(3), &changed).is_err(), "byte {index}");
            assert!(key.open(&Place::payload(3), &sealed[..index]).is_err(), "cut at {index}");
        }
    }

    #[test]
    fn a_value_opens_nowhere_else() {
        let (one, other) = (RunId::new(), RunId::new());
        let (key, wrapped) = sealer().new_key(one).unwrap();
        let sealed = key.seal(&Place::payload(3), b"value").unwrap();
        for place in [Place::payload(4), Place::INPUT, Place::artifact(3, ""), Place::artifact(3, "text")] {
            assert_eq!(key.open(&place, &sealed), Err(SealError::Tampered), "{place:?}");
        }
        let of_other = RunKey { run: other, ..key };
        assert_eq!(of_other.open(&Place::payload(3), &sealed), Err(SealError::Tampered));
        assert!(matches!(sealer().open_key(other, &wrapped), Err(SealError::Tampered)));
    }

    #[test]
    fn another_master_key_opens_nothing_and_an_erased_key_says_so() {
        let run = RunId::new();
        let (_, wrapped) = sealer().new_key(run).unwrap();
        let stranger = Sealer::sealed(&MasterKey::from_bytes([8; 32]));
        assert!(matches!(stranger.open_key(run, &wrapped), Err(SealError::OtherKey { .. })));
        assert!(matches!(sealer().open_key(run, &[]), Err(SealError::Erased)));
    }
}
