//! Sealing and opening the values of an owner: of a run, or of anything else that is told by a UUID.

use std::fmt;
use std::sync::Arc;

use uuid::Uuid;
use zeroize::Zeroizing;

use super::master::Cipher;
use super::{MasterKey, Place, SealError};
use crate::store::StoredValue;

/// Values shorter than this are not worth compressing.
const COMPRESS_FROM: usize = 64;
/// What stands first in a plaintext.
const RAW: u8 = 0;
const LZ4: u8 = 1;

/// Makes and opens data keys.
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

/// The key of one owner.
#[derive(Clone)]
pub struct DataKey {
    owner: Uuid,
    cipher: Option<Cipher>,
}

impl Sealer {
    /// Seals everything under this master key.
    pub fn sealed(master: &MasterKey) -> Self {
        Self::Sealed(SealedWith(Arc::new(Cipher::new(master.bytes()))))
    }

    /// Id of the master key; none when nothing is sealed.
    pub fn master_key_id(&self) -> Option<String> {
        match self {
            Self::Sealed(SealedWith(master)) => Some(master.key_id()),
            Self::Plain => None,
        }
    }

    /// A new data key for an owner, and the same wrapped by the master key.
    ///
    /// # Errors
    /// [`SealError::Random`].
    pub fn new_key(&self, owner: impl Into<Uuid>) -> Result<(DataKey, StoredValue), SealError> {
        let owner = owner.into();
        let Self::Sealed(SealedWith(master)) = self else {
            return Ok((DataKey { owner, cipher: None }, StoredValue::from(&[][..])));
        };
        let mut key = Zeroizing::new([0; 32]);
        getrandom::fill(&mut key[..]).map_err(|_| SealError::Random)?;
        let wrapped = master.seal(&key[..], &Place::DATA_KEY.associated_data(owner))?;
        Ok((DataKey { owner, cipher: Some(Cipher::new(&key)) }, wrapped.into()))
    }

    /// The data key of an owner, from its wrapped form.
    ///
    /// # Errors
    /// [`SealError`]; [`SealError::Erased`] when nothing is left of it.
    pub fn open_key(&self, owner: impl Into<Uuid>, wrapped: &[u8]) -> Result<DataKey, SealError> {
        let owner = owner.into();
        let Self::Sealed(SealedWith(master)) = self else {
            return Ok(DataKey { owner, cipher: None });
        };
        if wrapped.is_empty() {
            return Err(SealError::Erased);
        }
        let key = Zeroizing::new(master.open(wrapped, &Place::DATA_KEY.associated_data(owner))?);
        let key: &[u8; 32] = key[..].try_into().map_err(|_| SealError::Tampered)?;
        Ok(DataKey { owner, cipher: Some(Cipher::new(key)) })
    }
}

impl DataKey {
    /// Seals a value for the place where it will stand.
    ///
    /// # Errors
    /// [`SealError::Random`].
    pub fn seal(&self, place: &Place<'_>, bytes: &[u8]) -> Result<StoredValue, SealError> {
        match &self.cipher {
            None => Ok(bytes.into()),
            Some(cipher) => {
                let plain = Zeroizing::new(compress(bytes));
                cipher.seal(&plain, &place.associated_data(self.owner)).map(Into::into)
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
            Some(cipher) => {
                decompress(Zeroizing::new(cipher.open(value, &place.associated_data(self.owner))?))
            }
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

impl fmt::Debug for DataKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DataKey").field("owner", &self.owner).finish_non_exhaustive()
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
    use crate::id::RunId;

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

    /// Made apart from this code: AES-256-GCM under the data key `09..09`, wrapped under `07..07`, for the owner
    /// `11..11`.
    const WRAPPED: &str = concat!(
        "014bb06f8e4e3a77150101010101010101010101017fe880be99b6e507d8ddd528793e7938a1f21dfd119e321a51384a6b6f",
        "bd3fb28ee1811c519bc950b9847c4e7e183671"
    );
    const INPUT: &str =
        "018c0cc17a04942cc4020202020202020202020202fa67871d3a62f221898c69556941eb688e80152b43e98a745886a62a";
    const PAYLOAD: &str =
        "018c0cc17a04942cc4030303030303030303030303d1e78a1b319c09c9bdcddd10f6b34c67cf9cf9c236e743a878c94326";
    const ARTIFACT: &str =
        "018c0cc17a04942cc4040404040404040404040404e7cad9108a95094ae02b1057cb69cf1db49c918fcdc2792fb784de4c";

    fn bytes(hex: &str) -> Vec<u8> {
        hex.as_bytes()
            .chunks(2)
            .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
            .collect()
    }

    #[test]
    fn what_was_sealed_before_opens_still() {
        let key = sealer().open_key(RunId::from_bytes([0x11; 16]), &bytes(WRAPPED)).unwrap();
        for (place, sealed) in
            [(Place::INPUT, INPUT), (Place::payload(3), PAYLOAD), (Place::artifact(3, "text"), ARTIFACT)]
        {
            assert_eq!(key.open(&place, &bytes(sealed)).unwrap(), b"said before", "{place:?}");
        }
    }

    #[test]
    fn a_second_kind_of_owner_seals_under_the_same_master_key() {
        const NOTE: Place<'static> = Place::new("content", 0, "", "note");
        let owner = Uuid::now_v7();
        let (key, wrapped) = sealer().new_key(owner).unwrap();
        let sealed = key.seal(&NOTE, b"a note").unwrap();
        assert_eq!(sealer().open_key(owner, &wrapped).unwrap().open(&NOTE, &sealed).unwrap(), b"a note");
        assert_eq!(key.open(&Place::new("content", 0, "", "visit"), &sealed), Err(SealError::Tampered));
        assert_eq!(sealer().master_key_id(), Some(MasterKey::from_bytes([7; 32]).id()));
        assert_eq!(Sealer::Plain.master_key_id(), None);
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
        let of_other = DataKey { owner: other.into(), ..key };
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
