//! The master key, and the cipher that both kinds of keys use.

use std::fmt;

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use sha2::{Digest, Sha256};
use zeroize::{Zeroize, ZeroizeOnDrop};

use super::SealError;

/// The only sealing there is so far: AES-256-GCM, compressed before.
const VERSION: u8 = 1;
/// Version, key id, nonce.
const HEADER: usize = 1 + 8 + 12;

/// The key that wraps the data keys. Zeroed when dropped, never shown.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct MasterKey([u8; 32]);

impl MasterKey {
    /// A key of these bytes.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// A new key from the system's random numbers.
    ///
    /// # Errors
    /// [`SealError::Random`].
    pub fn generate() -> Result<Self, SealError> {
        let mut key = Self([0; 32]);
        getrandom::fill(&mut key.0).map_err(|_| SealError::Random)?;
        Ok(key)
    }

    /// Its id: the first eight bytes of its SHA-256, as hex.
    pub fn id(&self) -> String {
        hex(&key_id(&self.0))
    }

    pub(super) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("MasterKey").field(&self.id()).finish()
    }
}

/// A key ready for use.
#[derive(Clone)]
pub(super) struct Cipher {
    cipher: Box<Aes256Gcm>,
    id: [u8; 8],
}

impl Cipher {
    pub(super) fn new(key: &[u8; 32]) -> Self {
        Self { cipher: Box::new(Aes256Gcm::new(key.into())), id: key_id(key) }
    }

    /// Id of its key, as hex.
    pub(super) fn key_id(&self) -> String {
        hex(&self.id)
    }

    /// Version, key id, nonce, ciphertext.
    pub(super) fn seal(&self, plain: &[u8], place: &[u8]) -> Result<Vec<u8>, SealError> {
        let mut nonce = [0; 12];
        getrandom::fill(&mut nonce).map_err(|_| SealError::Random)?;
        let payload = Payload { msg: plain, aad: place };
        let sealed = self.cipher.encrypt(&Nonce::from(nonce), payload).map_err(|_| SealError::Tampered)?;
        let mut value = Vec::with_capacity(HEADER + sealed.len());
        value.push(VERSION);
        value.extend_from_slice(&self.id);
        value.extend_from_slice(&nonce);
        value.extend_from_slice(&sealed);
        Ok(value)
    }

    pub(super) fn open(&self, value: &[u8], place: &[u8]) -> Result<Vec<u8>, SealError> {
        let (version, rest) = value.split_first().ok_or(SealError::Tampered)?;
        if *version != VERSION {
            return Err(SealError::Version(*version));
        }
        let (id, rest) = rest.split_first_chunk::<8>().ok_or(SealError::Tampered)?;
        if *id != self.id {
            return Err(SealError::OtherKey { found: hex(id), expected: hex(&self.id) });
        }
        let (nonce, sealed) = rest.split_first_chunk::<12>().ok_or(SealError::Tampered)?;
        let payload = Payload { msg: sealed, aad: place };
        self.cipher.decrypt(&Nonce::from(*nonce), payload).map_err(|_| SealError::Tampered)
    }
}

fn key_id(key: &[u8; 32]) -> [u8; 8] {
    let digest = Sha256::digest(key);
    std::array::from_fn(|index| digest[index])
}

/// Bytes as hex.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
