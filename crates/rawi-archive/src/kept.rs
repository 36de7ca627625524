//! What was worked out from an archive, kept until a moment at which it would be worked out otherwise. Shared by all that read the archive.

use std::sync::{Arc, Mutex, PoisonError};

/// When something was worked out: numbers that are others when it would be otherwise.
pub(crate) type Moment = (u64, u64);

/// Something that was worked out, if it was yet.
#[derive(Debug)]
pub(crate) struct Kept<T: ?Sized>(Arc<Mutex<Option<(Moment, Arc<T>)>>>);

impl<T: ?Sized> Kept<T> {
    /// As it is at `moment`: what is kept, else what `work_out` gives.
    ///
    /// # Errors
    /// Those of `work_out`.
    pub fn at<E>(&self, moment: Moment, work_out: impl FnOnce() -> Result<Arc<T>, E>) -> Result<Arc<T>, E> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match &*kept {
            Some((known, value)) if *known == moment => Ok(Arc::clone(value)),
            _ => {
                let value = work_out()?;
                *kept = Some((moment, Arc::clone(&value)));
                Ok(value)
            }
        }
    }
}

impl<T: ?Sized> Clone for Kept<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T: ?Sized> Default for Kept<T> {
    fn default() -> Self {
        Self(Arc::default())
    }
}
