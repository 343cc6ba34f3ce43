//! Bodies of requests: bounded in length and in time.

use std::error::Error;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::{Body, HttpBody};
use axum::extract::Request;
use bytes::Bytes;
use http_body_util::BodyExt;
use hyper::body::{Frame, SizeHint};
use tokio::time::Sleep;

use super::kind::Kind;
use super::problem::{ApiError, ApiResult};

/// How many times its bound of a body is read and thrown away before the client is cut off.
pub(super) const DISCARDED_TIMES_MAX: usize = 16;

/// Why a body could not be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BodyError {
    /// Longer than allowed.
    #[error("the body is longer than {limit} bytes")]
    TooLarge {
        /// Bytes that are allowed.
        limit: usize,
    },
    /// It did not arrive in time.
    #[error("the body did not arrive within {} s", within.as_secs())]
    Timeout {
        /// The time there was.
        within: Duration,
    },
    /// The connection ended within it, or it is malformed.
    #[error("the body ended early")]
    Broken(#[source] Box<dyn Error + Send + Sync>),
}

/// A body that fails beyond `limit` bytes, and after `within` from when it is first read. What goes beyond the limit
/// is read to its end and thrown away, up to a bound, since a client that is cut off while it sends does not read the
/// answer.
pub(crate) struct BoundedBody {
    inner: Body,
    limit: usize,
    read: usize,
    within: Duration,
    deadline: Option<Pin<Box<Sleep>>>,
}

impl BoundedBody {
    pub(crate) fn new(inner: Body, limit: usize, within: Duration) -> Self {
        Self { inner, limit, read: 0, within, deadline: None }
    }
}

impl HttpBody for BoundedBody {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        let this = &mut *self;
        let within = this.within;
        let deadline = this.deadline.get_or_insert_with(|| Box::pin(tokio::time::sleep(within)));
        let too_large = |limit| Poll::Ready(Some(Err(BodyError::TooLarge { limit })));
        loop {
            let is_too_large = this.read > this.limit;
            if deadline.as_mut().poll(cx).is_ready() {
                let timeout = Poll::Ready(Some(Err(BodyError::Timeout { within })));
                return if is_too_large { too_large(this.limit) } else { timeout };
            }
            let frame = match ready!(Pin::new(&mut this.inner).poll_frame(cx)) {
                None | Some(Err(_)) if is_too_large => return too_large(this.limit),
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(BodyError::Broken(error.into())))),
                Some(Ok(frame)) => frame,
            };
            this.read = this.read.saturating_add(frame.data_ref().map_or(0, Bytes::len));
            if this.read <= this.limit {
                return Poll::Ready(Some(Ok(frame)));
            }
            if this.read > this.limit.saturating_mul(DISCARDED_TIMES_MAX) {
                return too_large(this.limit);
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}

/// The whole body of a request, as bounded by the router.
///
/// # Errors
/// It is too long, too slow or ends early.
pub(crate) async fn read_body(request: Request) -> ApiResult<Bytes> {
    match request.into_body().collect().await {
        Ok(collected) => Ok(collected.to_bytes()),
        Err(error) => Err(body_error(&error)),
    }
}

/// What a client reads about an error that has a [`BodyError`] somewhere beneath it.
pub(crate) fn body_error(error: &(dyn Error + 'static)) -> ApiError {
    let mut cause = Some(error);
    while let Some(error) = cause {
        match error.downcast_ref::<BodyError>() {
            Some(error @ BodyError::TooLarge { .. }) => {
                return ApiError::new(Kind::BodyTooLarge, error.to_string());
            }
            Some(error @ BodyError::Timeout { .. }) => {
                return ApiError::new(Kind::BodyTimeout, error.to_string());
            }
            _ => cause = error.source(),
        }
    }
    ApiError::new(
        Kind::BodyIncomplete,
        "the connection ended within the body, or it is cut into pieces wrongly",
    )
}

#[cfg(test)]
mod tests {
    use futures_util::stream;

    use super::*;

    async fn read(body: Body, limit: usize) -> Result<usize, Kind> {
        let body = Body::new(BoundedBody::new(body, limit, Duration::from_millis(20)));
        read_body(Request::new(body)).await.map(|bytes| bytes.len()).map_err(|error| error.kind())
    }

    #[tokio::test]
    async fn a_body_is_bounded_in_length_and_time() {
        let pieces = |count: usize| {
            Body::from_stream(stream::iter(
                (0..count).map(|_| Ok::<_, std::io::Error>(Bytes::from_static(b"12345"))),
            ))
        };
        let broken = Body::from_stream(stream::iter([
            Ok(Bytes::from_static(b"12345")),
            Err(std::io::Error::from(std::io::ErrorKind::UnexpectedEof)),
        ]));
        let endless = Body::from_stream(stream::pending::<Result<Bytes, std::io::Error>>());
        for (what, body, expected) in [
            ("empty", Body::empty(), Ok(0)),
            ("at the limit, whole", Body::from(vec![0; 10]), Ok(10)),
            ("at the limit, in pieces", pieces(2), Ok(10)),
            ("above the limit, whole", Body::from(vec![0; 11]), Err(Kind::BodyTooLarge)),
            ("above the limit, in pieces", pieces(3), Err(Kind::BodyTooLarge)),
            ("a hundred times the limit", pieces(200), Err(Kind::BodyTooLarge)),
            ("broken off", broken, Err(Kind::BodyIncomplete)),
            ("never comes", endless, Err(Kind::BodyTimeout)),
        ] {
            assert_eq!(read(body, 10).await, expected, "{what}");
        }
    }
}
