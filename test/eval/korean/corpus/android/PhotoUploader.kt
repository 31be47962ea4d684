package kr.example.market.photo

import kotlinx.coroutines.delay

/** 후기 사진을 올린다. 무선랜이 아니면 사용자가 허락했을 때만 올린다. */
class PhotoUploader(
    private val api: UploadApi,
    private val network: NetworkState,
    private val settings: Settings,
) {
    /** 올리기 전에 긴 변을 1600 픽셀로 줄이고 위치 정보를 지운다. */
    suspend fun upload(photo: Photo, onProgress: (Int) -> Unit): String {
        if (!network.isWifi && !settings.allowMobileData) {
            throw UploadBlocked("모바일 데이터로는 올리지 않도록 설정되어 있습니다.")
        }
        val prepared = photo.resizeTo(1600).withoutLocation()
        var offset = api.uploadedBytes(photo.id)
        while (offset < prepared.size) {
            // 끊긴 곳부터 이어서 보낸다.
            val chunk = prepared.slice(offset, CHUNK_BYTES)
            offset = api.append(photo.id, offset, chunk) ?: run {
                delay(RETRY_DELAY_MS)
                api.uploadedBytes(photo.id)
            }
            onProgress((offset * 100 / prepared.size).toInt())
        }
        return api.finish(photo.id)
    }

    /** 화면을 벗어나면 올리던 사진을 취소하고 서버에 남은 조각을 지운다. */
    suspend fun cancel(photo: Photo) = api.discard(photo.id)

    private companion object {
        const val CHUNK_BYTES = 512 * 1024
        const val RETRY_DELAY_MS = 2_000L
    }
}

class UploadBlocked(message: String) : Exception(message)
