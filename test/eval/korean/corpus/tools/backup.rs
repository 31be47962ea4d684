//! 매일 밤 데이터베이스를 떠서 암호화해 원격 저장소에 올리는 도구.

use crate::seal::{decrypt, encrypt};
use std::path::{Path, PathBuf};

/// 며칠치를 남길지. 그보다 오래된 것은 지운다.
const KEEP_DAYS: usize = 14;

/// 덤프를 만들고 압축한 뒤 암호화한다. 중간 파일은 끝나면 지운다.
pub fn backup(dump: impl Fn(&Path) -> std::io::Result<()>, key: &[u8; 32], folder: &Path) -> std::io::Result<PathBuf> {
    let plain = folder.join("dump.sql.zst");
    dump(&plain)?;
    let sealed = folder.join(format!("{}.age", today()));
    encrypt(&plain, &sealed, key)?;
    std::fs::remove_file(&plain)?;
    Ok(sealed)
}

/// 오래된 백업을 지운다. 이름이 날짜라서 글자 순서가 곧 시간 순서다.
pub fn prune(mut names: Vec<String>) -> Vec<String> {
    names.sort();
    let extra = names.len().saturating_sub(KEEP_DAYS);
    names.drain(..extra).collect()
}

/// 복구 연습. 가장 최근 백업을 빈 데이터베이스에 풀어 행 수를 센다.
pub fn rehearse_restore(latest: &Path, key: &[u8; 32], restore: impl Fn(&Path) -> std::io::Result<u64>) -> std::io::Result<bool> {
    let plain = latest.with_extension("sql");
    decrypt(latest, &plain, key)?;
    let rows = restore(&plain)?;
    std::fs::remove_file(&plain)?;
    Ok(rows > 0)
}

fn today() -> String {
    crate::clock::date_string()
}
