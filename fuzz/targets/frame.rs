//! Frames of a desk's socket: any bytes are a frame, the beginning of one, or an error, whichever way they are read;
//! and a frame is unchanged by encoding and decoding.

use plandesk::serve::frame::Frame;

/// Holds for any bytes, or panics.
pub fn hold(bytes: &[u8]) {
    let mut rest = bytes;
    while let Ok(Some((frame, taken))) = Frame::decode(rest) {
        assert!(taken > 0 && taken <= rest.len());
        assert_eq!(Frame::read(&mut &*rest).expect("a whole frame"), Some(frame.clone()));
        let sent = frame.encode();
        assert_eq!(Frame::decode(&sent).expect("a frame of our own"), Some((frame, sent.len())));
        rest = &rest[taken..];
    }
    let begun = !rest.is_empty();
    assert_eq!(begun, !matches!(Frame::read(&mut &*rest), Ok(None)), "what is left over is no frame");
}
