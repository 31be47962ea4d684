#!/bin/sh
# 무중단 배포. 새 버전을 옆에 띄우고, 건강하면 트래픽을 옮기고, 아니면 옛 버전을 그대로 둔다.
set -eu

새버전="${1:?배포할 버전을 적어 주세요}"

# 새 컨테이너를 띄운다.
docker run -d --name "market-$새버전" --network market "registry.example.kr/market:$새버전"

# 최대 서른 번, 이 초 간격으로 상태를 확인한다.
for i in $(seq 1 30); do
  if docker exec "market-$새버전" wget -qO- http://localhost:8080/health >/dev/null; then
    # 살아 있으면 프록시가 새 컨테이너를 보게 하고 끝낸다.
    ln -sfn "market-$새버전" /etc/proxy/current
    docker kill --signal=HUP proxy
    echo "배포를 마쳤습니다: $새버전"
    exit 0
  fi
  sleep 2
done

# 끝내 뜨지 않으면 새 컨테이너를 지우고 실패로 끝낸다.
docker rm -f "market-$새버전"
echo "상태 확인에 실패해 되돌렸습니다" >&2
exit 1
