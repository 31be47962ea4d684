import Foundation

/// 푸시 알림을 받을지, 언제 받을지 정하고 받은 알림을 화면으로 잇는다.
final class PushCenter {
    /// 밤에는 소리를 끈다. 기기의 시간대를 따른다.
    private let quietHours = 21..<24

    private let router: ScreenRouter
    private let store: PreferenceStore

    init(router: ScreenRouter, store: PreferenceStore) {
        self.router = router
        self.store = store
    }

    /// 알림 권한을 묻는다. 한 번 거절했으면 다시 묻지 않고 설정 화면으로 안내한다.
    func askPermission(_ ask: (@escaping (Bool) -> Void) -> Void) {
        guard !store.wasDenied else { return router.openSettings() }
        ask { granted in self.store.wasDenied = !granted }
    }

    /// 알림을 눌렀을 때 맞는 화면으로 보낸다. 모르는 종류면 첫 화면을 연다.
    func open(_ payload: [String: String]) {
        switch payload["kind"] {
        case "주문": router.openOrder(payload["id"] ?? "")
        case "문의답변": router.openInquiry(payload["id"] ?? "")
        default: router.openHome()
        }
    }

    /// 광고 알림은 동의한 사람에게 조용한 시간을 피해 보낸다.
    func shouldDeliver(isAdvertisement: Bool, hour: Int) -> Bool {
        guard isAdvertisement else { return true }
        return store.agreedToAdvertisement && !quietHours.contains(hour)
    }
}
