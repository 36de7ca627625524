//! Requests under way, in all and by address: nobody from elsewhere takes all turns.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use prometheus_client::metrics::gauge::Gauge;

/// Requests of one address at a time. Those of this machine, where a proxy may stand, are not counted.
const FROM_ONE: usize = 32;

/// How many requests are under way, in all and of each address.
#[derive(Debug, Clone)]
pub struct Crowd {
    by: Arc<Mutex<HashMap<IpAddr, usize>>>,
    all: Gauge,
}

/// A request that is under way, until it is dropped: when it is answered, or its client has gone.
pub struct UnderWay {
    crowd: Crowd,
    from: Option<IpAddr>,
}

impl Crowd {
    /// Nobody yet; `all` shows how many there are.
    pub fn new(all: Gauge) -> Self {
        Self { by: Arc::default(), all }
    }

    /// Counts a request; None where its address has too many.
    pub fn enter(&self, from: Option<IpAddr>) -> Option<UnderWay> {
        let from = from.filter(|address| !address.is_loopback());
        if let Some(address) = from {
            let mut crowd = self.by.lock().unwrap_or_else(PoisonError::into_inner);
            let count = crowd.entry(address).or_default();
            if *count >= FROM_ONE {
                return None;
            }
            *count += 1;
        }
        self.all.inc();
        Some(UnderWay { crowd: self.clone(), from })
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.crowd.all.dec();
        if let Some(address) = self.from {
            let mut crowd = self.crowd.by.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(count) = crowd.get_mut(&address) {
                *count -= 1;
                if *count == 0 {
                    crowd.remove(&address);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_has_so_many_and_no_more() {
        let crowd = Crowd::new(Gauge::default());
        let (far, near) = (Some(IpAddr::from([203, 0, 113, 7])), Some(IpAddr::from([127, 0, 0, 1])));
        let held: Vec<_> = (0..FROM_ONE).map(|_| crowd.enter(far).unwrap()).collect();
        assert!(crowd.enter(far).is_none());
        let others: Vec<_> = (0..2 * FROM_ONE).map(|_| crowd.enter(near).unwrap()).collect();
        assert_eq!(crowd.all.get(), 3 * FROM_ONE as i64);
        drop((held, others));
        assert!(crowd.enter(far).is_some());
        assert_eq!((crowd.all.get(), crowd.by.lock().unwrap().len()), (0, 0));
    }
}
