// What is cut off or passed over in a Korean question: particles, endings, light verbs, and words that ask but do not
// name.
//
// Only spellings; how they combine is decided in segmentation.ts.

/** Particles and noun suffixes. */
const particles = `
을 를 이 가 은 는 에 의 와 과 도 만 로 으로 에서 에게 에게서 한테 께 께서 부터 까지 마다 보다 처럼 같이 이나 나 이랑 랑 하고
라는 이라는 란 이란 라고 이라고 라도 이라도 든 이든 조차 밖에 뿐 대로 만큼 별 별로 당 용 적 적인 적으로 식 형 화 상 시 시에 때
후 전 중 간 내 들 끼리 로서 으로서 로써 으로써 에는 에도 에만 에선 에서는 에서도 에서의 에의 로는 으로는 로의 으로의 까지의 부터의
이고 이면 이며 이지 인 인지 인가 인가요 인데 일 임 입니다 이에요 예요 이야 야 이죠 죠 였던 이었던 좀 님 측 쪽 성 째 여부 자체 면 지 씩 치 곳 부분 거
`;

/** Light verbs that turn a noun into a verb, with the contractions of their own. */
const lightVerbs = `
하 한 할 함 합 했 해 하여 되 된 될 됨 됩 됐 돼 되어 시키 시킨 시킬 시킴 시켜 시켰 당하 당한 당할 화하 화한 화할 화해 화되 화된 화될 드리
`;

/** Verb endings, and the auxiliary verbs that follow them. */
const endings = `
는 은 을 어 아 여 었 았 였 고 기 지 게 면 으면 며 으며 거나 도록 려고 으려고 려면 으려면 러 으러 던 든 든지 자 나 냐 니 네 죠 지요 요
나요 까 까요 다 니다 습니다 는데 은데 인데 는지 은지 지는지 을지 을까 는가 은가 서 어서 아서 여서 어야 아야 야 도 어도 아도 여도 음
라 라고 줘 주 주는 준 줄 주고 주기 줌 줬 줍 줄지 놓 놓은 놓고 두 둔 둘 둬 둬야 버리 버린 오 오는 온 올 와 왔 가 가는 간 갈 갔 있 있는 있던
있나 있게 있도록 없 없이 않 않는 않고 않게 않은 않을 못 하 하는 하게 하기 하고 한 할 해 했 하도록 하면 하지 지는 진 질 짐 졌 져 때 때마다 시
면서 으면서 지만 니까 으니까 자마다 다가 수 만 뒤 후 전 중 듯 채 대로 데 곳 부분 함수 코드 건 걸 걸까 거야 거 것 게끔 싶 될 되 되는 된 돼 버려 봐 보 본 볼 려 려는 으려는
십시오 으십시오 세요 으세요 시겠습니까 겠습니까 습니까 므로 으므로 으나 더라도 다면 다고 네요 어요 아요 자마자 면서도 고자 길 거나
`;

/** Words of a question that name nothing in the code. */
const stopTerms = `
어디 어디서 어디에 어디에서 어디야 어디지 어딨 어딨어 어딨지 어딘가 어딘지 곳 부분 데 데가 쪽 어떻게 어떤 어떤식 무엇 무슨 뭐 뭘 뭔 뭔가 뭐야 뭐지 뭔지
왜 언제 누가 누구 얼마나 몇 이 그 저 것 거 게 걸 건 수 때 경우 등 및 또 또는 혹은 그리고 그러면 하지만 그런데 근데 혹시 그냥 좀 제발 여기 거기
저기 이거 그거 저거 이런 그런 저런 이렇게 그렇게 대해 대한 대해서 관련 관련된 관련해서 관한 관해 위해 위한 위해서 통해 통한 통해서 따라 따른 대로
방법 방안 법 하는법 알려줘 알려주세요 알려줄래 알려달라 찾아줘 찾아봐 찾아주세요 찾아줄래 찾고싶 찾고있 보여줘 보여주세요 보고싶 알고싶 싶은 싶어 싶다 싶은데 궁금
궁금해 궁금한데 있는 있어 있어요 있나 있나요 있지 있는지 있을 있을까 있던 있음 있으면 있을때 있게 없나 없는지 없어 없을 없으면 없을때 없이 하는 하고 하나 하나요 하냐 하지 하면 하려면
해서 해야 해줘 할 한 함 했 했던 해 되는 된 될 됨 되나 되나요 되냐 되는지 되면 되지 되어 돼 됐 된다 있다 없다 이다 하다 되다 이뤄지 이루어지 일어나
우리 제가 내가 나 너 지금 동안 정도 만약 만일 가장 제일 매우 너무 아주 더 덜 잘 못 안 꼭 실제 실제로 직접 자동으로 먼저 나중 나중에 아직 이미 계속 서로 따로
다시 났 났을 나는 난 나면 나서 무엇인지 누구인지 안하 안하게 안되 안된 전부 아니면 아무 아무때 맞는지 그만큼 그때 그걸 않게 못하게 다른 다르게 같은 같이 도중 도중에 곧 미리 각 예전 예전에 많이 많은 많거나 여럿 여럿이 오는 오면 온 보는 별도 별도로 가 처럼 일 내는 낸 도는 아닌 아니라 바로 두번 에서 큰 어느 얘 애 개 번 한번에 말 말고 뿐 외 중 후 전 뒤 앞 안에 밖 위 아래 속 식 점 없습니다 있습니다 않습니다 합니다 됩니다 입니다 아닙니다 십시오 하십시오 마십시오 주십시오 보십시오 주세요 하세요 보세요 바랍니다 없음 않음 않은 않는 않고 않아 않을 않으면 않으며 않도록
않았 않았을 않았습니다 있고 있거나 있도록 있으므로 있으며 있기 없고 없는데 없으므로 되었 되었을 되었습니다 아니고 아닐 아니여 대신 반드시 정말 이제 여전히 아마 오직 갑자기 몇몇 당신 자신 자기 가령 어떠한 주어진 때문 때문에 향후 이번
원리 의미 뜻 이유가뭐 보고 보면 봐 보려면 두 세 네 첫
`;

export const nominalTails: ReadonlySet<string> = wordsOf(particles);
export const lightVerbTails: ReadonlySet<string> = wordsOf(lightVerbs);
export const verbalTails: ReadonlySet<string> = wordsOf(endings);
export const stopWords: ReadonlySet<string> = wordsOf(stopTerms);

function wordsOf(text: string): Set<string> {
  return new Set(text.trim().split(/\s+/));
}
