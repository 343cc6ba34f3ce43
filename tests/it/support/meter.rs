//! A way through to a server that counts the bytes of both directions.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

/// Bytes copied at a time.
const BUFFER: usize = 16 * 1024;

/// Listens on a port of its own and passes everything on. It ends when it is dropped.
pub(crate) struct Meter {
    address: String,
    bytes: Arc<AtomicU64>,
    _tasks: JoinSet<()>,
}

impl Meter {
    pub(crate) async fn before(server: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let bytes = Arc::new(AtomicU64::new(0));
        let (counter, server) = (Arc::clone(&bytes), server.to_owned());
        let mut tasks = JoinSet::new();
        tasks.spawn(async move {
            let mut copies = JoinSet::new();
            while let Ok((client, _)) = listener.accept().await {
                let (from, to) = client.into_split();
                let (back, forth) = TcpStream::connect(&server).await.unwrap().into_split();
                copies.spawn(copy(from, forth, Arc::clone(&counter)));
                copies.spawn(copy(back, to, Arc::clone(&counter)));
            }
        });
        Self { address, bytes, _tasks: tasks }
    }

    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// Bytes so far, headers and all, without those of TCP.
    pub(crate) fn bytes(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }
}

async fn copy(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, counter: Arc<AtomicU64>) {
    let mut buffer = vec![0; BUFFER];
    loop {
        match from.read(&mut buffer).await {
            Ok(0) | Err(_) => return,
            Ok(read) => {
                counter.fetch_add(read as u64, Ordering::Relaxed);
                if to.write_all(&buffer[..read]).await.is_err() {
                    return;
                }
            }
        }
    }
}
