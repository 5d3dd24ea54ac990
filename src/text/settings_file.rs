//! The text of a settings file: keys, theme, access, views, wording.

use std::io::{self, Read};

/// The largest settings file that is read, in bytes. No office writes one of a tenth of it; a device can be endless.
pub const LARGEST: u64 = 1 << 20;

/// Reads a settings file that has been opened.
///
/// # Errors
/// [`io::ErrorKind::FileTooLarge`] when it is larger than [`LARGEST`]; otherwise when it can't be read or is not UTF-8.
pub fn read(source: impl Read) -> io::Result<String> {
    let mut text = String::new();
    let size = source.take(LARGEST + 1).read_to_string(&mut text)? as u64;
    if size > LARGEST { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_a_megabyte_is_read_and_a_longer_one_refused() {
        let most = LARGEST as usize;
        assert_eq!(read(vec![b'='; most].as_slice()).unwrap().len(), most);
        assert_eq!(read(io::repeat(b'=')).unwrap_err().kind(), io::ErrorKind::FileTooLarge);
        assert_eq!(read(&[0xFF][..]).unwrap_err().kind(), io::ErrorKind::InvalidData);
    }
}
