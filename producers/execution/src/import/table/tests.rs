use std::cell::RefCell;

use super::*;

/// Lines and first cells of the rows.
fn rows(text: &str) -> Result<Vec<(u64, String)>, ImportRefusal> {
    let (_, table) = Table::open(text, b',')?;
    let seen = RefCell::new(Vec::new());
    let mut assembly = Assembly::default();
    table.each_row(&mut assembly, |row, _| {
        seen.borrow_mut().push((row.line, row.cells[0].to_owned()));
        Ok(())
    })?;
    let history = assembly.finish();
    let skipped = history.skipped.into_iter().map(|skipped| (skipped.line, format!("skipped: {}", skipped.reason)));
    Ok(seen.into_inner().into_iter().chain(skipped).collect())
}

fn at(lines: &[(u64, &str)]) -> Result<Vec<(u64, String)>, ImportRefusal> {
    Ok(lines.iter().map(|(line, cell)| (*line, (*cell).to_owned())).collect())
}

#[test]
fn a_row_has_the_line_where_it_begins() {
    let expected = at(&[(2, "1"), (3, "two\nlines"), (5, "3"), (8, "4")]);
    let text = "a,b\n1,x\n\"two\nlines\",x\n3,x\n\n\n4,x\n";
    assert_eq!(rows(text), expected);
    // with CRLF the quoted line break is part of the cell
    let crlf = at(&[(2, "1"), (3, "two\r\nlines"), (5, "3"), (8, "4")]);
    assert_eq!(rows(&text.replace('\n', "\r\n")), crlf);
}

#[test]
fn rows_of_blanks_are_passed_over() {
    assert_eq!(rows("a,b\n,\n  ,  \n1,x"), at(&[(4, "1")]));
}

#[test]
fn a_row_of_another_width_is_skipped() {
    let expected = at(&[
        (3, "2"),
        (5, "4"),
        (2, "skipped: the row has 1 cells, the header 2"),
        (4, "skipped: the row has 3 cells, the header 2"),
    ]);
    assert_eq!(rows("a,b\n1\n2,x\n3,x,y\n4,x,\n"), expected);
}

#[test]
fn a_last_row_that_is_too_short_is_half_a_file() {
    assert_eq!(rows("a,b,c\n1,x,y\n2,x"), Err(ImportRefusal::CutOff { line: 3, cells: 2, columns: 3 }));
}

#[test]
fn a_quote_that_never_closes_is_half_a_file() {
    assert_eq!(rows("a,b\n1,x\n2,\"x\n3,y\n"), Err(ImportRefusal::OpenQuote { line: 3 }));
}

#[test]
fn a_cell_torn_open_by_a_forgotten_quote_takes_no_row_with_it_in_silence() {
    let expected = at(&[(4, "3"), (2, "skipped: a quote is missing: the cell runs on into the next line")]);
    assert_eq!(rows("a,b\n\"1,x\n\"2\",x\n3,x\n"), expected);
    // within a line it is only bad style
    assert_eq!(rows("a,b\n\"say \"hi\"\",x\n"), at(&[(2, "say hi\"\"")]));
}

#[test]
fn quotes_within_a_cell_are_text() {
    assert_eq!(rows("a,b\n5\" bar,x\n\"say \"\"hi\"\"\",x\n"), at(&[(2, "5\" bar"), (3, "say \"hi\"")]));
}

#[test]
fn the_mark_before_the_text_is_taken_off() {
    assert_eq!(text(b"\xef\xbb\xbfa,b"), Ok("a,b"));
}

#[test]
fn what_is_no_text_is_refused_with_its_line() {
    assert_eq!(text(b""), Err(ImportRefusal::Empty));
    assert_eq!(text(b"\xef\xbb\xbf \r\n"), Err(ImportRefusal::Empty));
    assert_eq!(text(b"a\nb\n\xff"), Err(ImportRefusal::NotUtf8 { line: 3 }));
    assert_eq!(text(b"PK\x03\x04\n\x00\xff"), Err(ImportRefusal::Binary { line: 2 }));
    let utf16: Vec<u8> = "Date,".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(text(&utf16), Err(ImportRefusal::Binary { line: 1 }));
}
