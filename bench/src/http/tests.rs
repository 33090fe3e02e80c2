use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

use super::*;

/// Answers every request of one connection with `answer`; hands back what was asked.
async fn server(answer: &'static str, requests: usize) -> (SocketAddr, tokio::task::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let asked = spawn_named("server", async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut asked = String::new();
        let mut buffer = [0; 4096];
        for _ in 0..requests {
            let read = stream.read(&mut buffer).await.unwrap();
            asked.push_str(&String::from_utf8_lossy(&buffer[..read]));
            stream.write_all(answer.as_bytes()).await.unwrap();
        }
        asked
    });
    (address, asked)
}

#[tokio::test]
async fn one_connection_carries_many_requests_with_their_headers() {
    let answer = "HTTP/1.1 200 OK\r\nconsistency-token: goal-1-2\r\ncontent-length: 8\r\n\r\n{\"a\": 1}";
    let (address, asked) = server(answer, 2).await;
    let mut connection = Connection::open(address).await.unwrap();
    connection.authorization = Some("Bearer abc".to_owned());
    for _ in 0..2 {
        let reply = connection.send(Ask::get("/v1/query/me").after(Some("execution-0-7"))).await.unwrap();
        assert_eq!(reply.token.as_deref(), Some("goal-1-2"));
        assert_eq!(reply.accepted("asking").unwrap().json().unwrap()["a"], 1);
    }
    let asked = asked.await.unwrap();
    assert_eq!(asked.matches("GET /v1/query/me HTTP/1.1").count(), 2);
    assert_eq!(asked.matches("authorization: Bearer abc").count(), 2);
    assert_eq!(asked.matches("consistency-token: execution-0-7").count(), 2);
}

#[tokio::test]
async fn a_refusal_says_what_was_answered() {
    let (address, _) = server("HTTP/1.1 409 Conflict\r\ncontent-length: 5\r\n\r\ntaken", 1).await;
    let mut connection = Connection::open(address).await.unwrap();
    let reply = connection.send(Ask::post_nothing("/x")).await.unwrap();
    let error = reply.accepted("starting").unwrap_err().to_string();
    assert_eq!(error, "starting was answered 409 Conflict: taken");
}

#[tokio::test]
async fn nobody_at_the_address_is_said() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let error = Connection::open(address).await.unwrap_err().to_string();
    assert_eq!(error, format!("nobody answers at {address}: make up"));
}
