//! A process that stands still, as a server sees it: feature `testing`.

use std::io;

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

use crate::task::spawn_named;

/// Forwards connections to `server` until a client sends what `last` is in; that is forwarded, and nothing of that client's after
/// it: its connection stays open, and nobody reads or writes at its end. Answers the address to connect to.
///
/// # Errors
/// When there is no port.
pub async fn pausing_proxy(server: String, last: &'static str) -> io::Result<std::net::SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    spawn_named("pausing-proxy", async move {
        while let Ok((client, _)) = listener.accept().await {
            let Ok(server) = TcpStream::connect(&server).await else { return };
            spawn_named("pausing-connection", async move {
                let (mut from_client, mut to_client) = client.into_split();
                let (mut from_server, mut to_server) = server.into_split();
                let forward = async {
                    let mut bytes = vec![0; 64 << 10];
                    while let Ok(read @ 1..) = from_client.read(&mut bytes).await {
                        if to_server.write_all(&bytes[..read]).await.is_err() {
                            return;
                        }
                        if bytes[..read].windows(last.len()).any(|window| window == last.as_bytes()) {
                            return;
                        }
                    }
                };
                let back = tokio::io::copy(&mut from_server, &mut to_client);
                tokio::select! {
                    () = forward => {}
                    _ = back => {}
                }
                // both ends stay open, and the process hears nothing more
                std::future::pending::<()>().await;
            });
        }
    });
    Ok(address)
}
