//! Work spread over threads and given back in the order it came, with a bounded number of pieces under way.
//! It knows nothing of articles: see `read`.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What the consumer is told.
#[derive(Debug)]
pub enum Event<R> {
    /// The next piece is done.
    Done(R),
    /// A worker broke on the piece of this name.
    Broken(String),
    /// Nothing is ready now; a moment to flush or to show progress.
    Idle,
}

/// How often a waiting consumer looks up.
const PULSE: Duration = Duration::from_millis(50);

/// The name of a piece, and where its result will come from.
type Ticket<R> = (String, Receiver<R>);

/// Runs the units, which their own thread makes, through `jobs` workers, each made by `worker` on its own thread, and hands the results to `each` in the order
/// of the units; `name` says what to call a unit on which its worker breaks. At most `8 * jobs` pieces are held at a time, so that a slow reader of the output, or one long article,
/// holds up the input instead of filling memory. Returns whether it was stopped by `stop`.
///
/// The threads are not waited for: when `each` fails or `stop` is set, the process is about to end.
pub fn ordered<U, I, R, E, W, M>(
    jobs: usize,
    units: impl FnOnce() -> I + Send + 'static,
    name: impl Fn(&U) -> String + Send + 'static,
    worker: M,
    stop: &AtomicBool,
    mut each: impl FnMut(Event<R>) -> Result<(), E>,
) -> Result<bool, E>
where
    U: Send + 'static,
    I: Iterator<Item = U>,
    R: Send + 'static,
    W: FnMut(U) -> R,
    M: Fn() -> W + Send + Sync + 'static,
{
    let bound = 8 * jobs;
    let (work_in, work_out) = sync_channel::<(U, SyncSender<R>)>(bound);
    let (order_in, order_out) = sync_channel::<Ticket<R>>(bound);
    let work_out = Arc::new(Mutex::new(work_out));
    let worker = Arc::new(worker);
    for _ in 0..jobs {
        let (work_out, worker) = (Arc::clone(&work_out), Arc::clone(&worker));
        std::thread::spawn(move || {
            let mut read = worker();
            loop {
                let Ok(next) = work_out.lock().map(|w| w.recv()) else {
                    return;
                };
                let Ok((unit, reply)) = next else { return };
                match catch_unwind(AssertUnwindSafe(|| read(unit))) {
                    // Nobody waits for the reply once the command is ending.
                    Ok(result) => drop(reply.send(result)),
                    // The reply is dropped, which tells the consumer; what the worker held may be half changed.
                    Err(_) => read = worker(),
                }
            }
        });
    }
    std::thread::spawn(move || {
        for unit in units() {
            let (reply, ticket) = sync_channel(1);
            if order_in.send((name(&unit), ticket)).is_err() || work_in.send((unit, reply)).is_err() {
                return;
            }
        }
    });
    loop {
        let Some(next) = wait(&order_out, stop, &mut each)? else {
            return Ok(true);
        };
        let Ok((name, ticket)) = next else { return Ok(false) };
        let Some(result) = wait(&ticket, stop, &mut each)? else {
            return Ok(true);
        };
        each(result.map_or(Event::Broken(name), Event::Done))?;
    }
}

/// The next of `from`, or that there is none (`Err`); `None` when `stop` was set while waiting.
fn wait<T, R, E>(
    from: &Receiver<T>,
    stop: &AtomicBool,
    each: &mut impl FnMut(Event<R>) -> Result<(), E>,
) -> Result<Option<Result<T, ()>>, E> {
    if stop.load(Ordering::Relaxed) {
        return Ok(None);
    }
    if let Ok(got) = from.try_recv() {
        return Ok(Some(Ok(got)));
    }
    loop {
        match from.recv_timeout(PULSE) {
            Ok(got) => return Ok(Some(Ok(got))),
            Err(RecvTimeoutError::Disconnected) => return Ok(Some(Err(()))),
            Err(RecvTimeoutError::Timeout) => each(Event::Idle)?,
        }
        if stop.load(Ordering::Relaxed) {
            return Ok(None);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::convert::Infallible;

    fn collect(jobs: usize, n: u64) -> Vec<String> {
        let mut got = Vec::new();
        let worker = || {
            |unit: u64| {
                assert!(unit != 13, "thirteen");
                // Uneven work, so that results are ready out of order.
                (0..(unit * 7919 % 50) * 1000).fold(unit, |a, b| std::hint::black_box(a ^ b ^ b))
            }
        };
        let stopped = ordered(
            jobs,
            move || 0..n,
            u64::to_string,
            worker,
            &AtomicBool::new(false),
            |event| {
                match event {
                    Event::Done(r) => got.push(r.to_string()),
                    Event::Broken(name) => got.push(format!("broken {name}")),
                    Event::Idle => {}
                }
                Ok::<(), Infallible>(())
            },
        );
        assert_eq!(stopped, Ok(false));
        got
    }

    #[test]
    fn order_is_kept_and_a_broken_piece_loses_only_itself() {
        for jobs in [1, 4] {
            let got = collect(jobs, 200);
            let expected: Vec<String> = (0..200).map(|i| if i == 13 { "broken 13".into() } else { i.to_string() }).collect();
            assert_eq!(got, expected, "{jobs} jobs");
        }
    }

    #[test]
    fn the_input_waits_for_the_output() {
        use std::sync::atomic::AtomicUsize;
        let taken = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&taken);
        let units = || {
            (0..10_000).inspect(move |_| {
                count.fetch_add(1, Ordering::Relaxed);
            })
        };
        let mut done = 0;
        let _ = ordered(
            2,
            units,
            i32::to_string,
            || |u: i32| u,
            &AtomicBool::new(false),
            |event| {
                if let Event::Done(_) = event {
                    done += 1;
                    // The bound in both queues, one in hand at each end.
                    assert!(taken.load(Ordering::Relaxed) <= done + 2 * 8 * 2 + 4);
                }
                Ok::<(), Infallible>(())
            },
        );
        assert_eq!(done, 10_000);
    }

    #[test]
    fn stops_when_told() {
        let stop = AtomicBool::new(false);
        let mut done = 0;
        let stopped = ordered(
            1,
            || 0..,
            u64::to_string,
            || |u: u64| u,
            &stop,
            |_| {
                done += 1;
                stop.store(done == 5, Ordering::Relaxed);
                Ok::<(), Infallible>(())
            },
        );
        assert_eq!((stopped, done), (Ok(true), 5));
    }
}
