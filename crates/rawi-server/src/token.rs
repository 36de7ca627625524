//! The token of whoever may change the archive: compared in constant time, and never kept by a browser as it is.

use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// Whether it is the token; digests are compared, so that not even its length shows in the time that it takes.
pub fn is_token(token: &str, given: &str) -> bool {
    Sha256::digest(token.as_bytes()).ct_eq(&Sha256::digest(given.as_bytes())).into()
}

/// What the cookie of a person holds who gave the token: not the token.
pub fn session(token: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(b"rawi session\n");
    hash.update(token.as_bytes());
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens() {
        assert!(is_token("a long secret", "a long secret"));
        assert!(!is_token("a long secret", "a long secre"));
        assert!(!session("a long secret").contains("secret"));
        assert_ne!(session("a"), session("b"));
    }
}
