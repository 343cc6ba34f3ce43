//! Frames: several sealed values one behind the other, each with the number of the append it came with.

use crate::store::StoredValue;

/// Puts a sealed value in its frame: `seq` (u64, little endian), length (u32, little endian), the bytes.
pub fn frame(seq: u64, sealed: &[u8]) -> StoredValue {
    let mut framed = Vec::with_capacity(sealed.len() + 12);
    framed.extend_from_slice(&seq.to_le_bytes());
    framed.extend_from_slice(&u32::try_from(sealed.len()).unwrap_or(u32::MAX).to_le_bytes());
    framed.extend_from_slice(sealed);
    framed.into()
}

/// The sealed values of a payload, each with its number; `None` when the frames do not fit.
pub fn frames(payload: &[u8]) -> Option<Vec<(u64, &[u8])>> {
    let mut found = Vec::new();
    let mut rest = payload;
    while !rest.is_empty() {
        let (seq, after) = rest.split_first_chunk::<8>()?;
        let (length, after) = after.split_first_chunk::<4>()?;
        let (value, after) = after.split_at_checked(u32::from_le_bytes(*length) as usize)?;
        found.push((u64::from_le_bytes(*seq), value));
        rest = after;
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_stand_one_behind_the_other() {
        let both = [&frame(3, b"abc")[..], &frame(9, b"")[..]].concat();
        assert_eq!(frames(&both), Some(vec![(3, &b"abc"[..]), (9, &b""[..])]));
        assert_eq!(frames(b""), Some(Vec::new()));
    }

    #[test]
    fn a_payload_cut_anywhere_within_a_frame_is_refused() {
        let whole = frame(7, b"value");
        for length in 1..whole.len() {
            assert_eq!(frames(&whole[..length]), None, "{length} bytes");
        }
    }
}
