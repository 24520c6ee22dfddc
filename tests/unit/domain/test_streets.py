import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.domain.addresses.name_index import NameIndex
from pipeline.domain.addresses.street_names import Likeness, likeness, name_key
from pipeline.domain.addresses.streets import Street, parse_street
from tests.unit.domain import samples


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("вул.Ніжинська", "вул.", "Ніжинська"),
        ("вул..Садова", "вул.", "Садова"),
        ("вуд. Садова", "вул.", "Садова"),
        ("вyлиця Миру.", "вул.", "Миру"),
        ("Садова вул.", "вул.", "Садова"),
        ("пр. Підгірний", "пров.", "Підгірний"),
        ("пр. Свободи", "просп.", "Свободи"),
        ("пр-кт Свободи", "просп.", "Свободи"),
        ("прос. Свободи", "просп.", "Свободи"),
        ("Свободи. просп.", "просп.", "Свободи"),
        ("Шевченка Т. (проспект)", "просп.", "Шевченка Т."),
        ("б. Острозького", "бульв.", "Острозького"),
        ("Б. Хмельницького", None, "Б. Хмельницького"),
        ("вул. Б.Хмельницького", "вул.", "Б. Хмельницького"),
        ("туп. Садовий", "туп.", "Садовий"),
        ("1 пров. Лисенка", "пров.", "1 Лисенка"),
        ("1-й пров. Лисенка", "пров.", "1-й Лисенка"),
        ("пров. Польовий перший", "пров.", "Польовий перший"),
        ("площа Ринок", "пл.", "Ринок"),
        ("вул. Веснянське шосе", "шосе", "Веснянське"),
        ("Набережна вул.", "вул.", "Набережна"),
        ("вул. Набережна", "вул.", "Набережна"),
        ("набережна Незалежності", "наб.", "Незалежності"),
        ("Садова", None, "Садова"),
        ("вул. Площа", "вул.", "Площа"),
        ("вул. Мукачівська (бічна)", "вул.", "Мукачівська бічна"),
        ("вул. Набережна 1", "вул.", "Набережна 1"),
        ("вул. Київська набережна", "наб.", "Київська"),
        ("пров. Київська наб.", "наб.", "Київська"),
        ("наб. Київська наб.", "наб.", "Київська"),
        ("на вул. Садовій", "вул.", "Садовій"),
        ("І пров. Польовий", "пров.", "1 Польовий"),
        ("вулСадова", "вул.", "Садова"),
        ("вул,Садова", "вул.", "Садова"),
        ("вуллиця Садова", "вул.", "Садова"),
        ("пр-к Садовий", "пров.", "Садовий"),
        ("пров. Польовий, 1-й", "пров.", "Польовий 1-й"),
    ],
)
def test_the_kind_is_found_wherever_it_stands(text, kind, name):
    assert parse_street(text) == Street(kind, name)


@pytest.mark.parametrize(
    "text",
    [
        "вул. Шевченка (Макаренка)",
        "вул. Шевченка (кол. вул. Макаренка)",
        "вул. Шевченка (Стара назва: Макаренка)",
        "вул. Шевченка/Макаренка",
    ],
)
def test_a_name_in_brackets_is_the_old_one(text):
    assert parse_street(text) == Street("вул.", "Шевченка", "Макаренка")


@pytest.mark.parametrize("note", ["(ч)", "(частково)", "()", "(1-5)"])
def test_a_note_in_brackets_is_no_name(note):
    assert parse_street(f"вул. Шевченка {note}").former is None


@pytest.mark.parametrize("text", ["вул. не вказана", "Не визначена", "без назви", "вул.", "", " - "])
def test_where_there_is_no_street_the_name_is_empty(text):
    assert parse_street(text) == Street(None, "")


def alike(a, b):
    return likeness(name_key(parse_street(a).name), name_key(parse_street(b).name))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Хмельницького Богдана", "Богдана Хмельницького"),
        ("Б. Хмельницького", "Хмельницького Б."),
        ("1-й Польовий", "Польовий перший"),
        ("1 пров. Польовий", "пров. Польовий перший"),
        ("Польовий 1", "1-й пров. Польовий"),
        ("1-го Травня", "Першого Травня"),
        ("ген. Алмазова", "Генерала Алмазова"),
        ("Бр. Рогатинців", "Братів Рогатинців"),
        ("ім. Шевченка", "Шевченка"),
        ("Двадцять восьмого Червня", "28 Червня"),
        ("Нова-2", "2-га Нова"),
        ("Сільська-ІІ", "2 Сільська"),
        ("І-ша Сільська", "1 Сільська"),
        ("Ґонти", "Гонти"),
        ("Ужанская", "Ужанська"),
        ("Ново-Садова", "Новосадова"),
        ("Шевченка Тараса Григоровича", "Тараса Шевченка"),
        ("кн. Володимира", "Князя Володимира"),
        ("Кирила і Мефодія", "Кирила та Мефодія"),
        ("П’ятихатки", 'П"ятихатки'),
        ("Сільська ІІ-а", "2 Сільська"),
    ],
)
def test_notations_of_one_name_are_the_same(a, b):
    assert alike(a, b) is Likeness.EXACT


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Б. Хмельницького", "Богдана Хмельницького"),
        ("Січ. Стрільців", "Січових Стрільців"),
        ("І. Франка", "Ів. Франка"),
        ("Б-на Франка", "Богдана Франка"),
    ],
)
def test_initials_stand_for_words(a, b):
    assert alike(a, b) is alike(b, a) is Likeness.ABBREVIATED


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Хмельницького", "Хмельницького Богдана"),
        ("Гонти", "Гонти Івана"),
        ("Т.Г.Шевченка", "Тараса Шевченка"),
        ("академіка Сахарова", "Сахарова"),
        ("Володимира", "Святого Володимира"),
    ],
)
def test_given_names_and_titles_may_be_left_out(a, b):
    assert alike(a, b) is alike(b, a) is Likeness.GIVEN_NAME


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Б. Хмельницького", "Юрія Хмельницького"),
        ("Богдана Хмельницького", "Бориса Хмельницького"),
        ("Івана Франка", "Івана Гонти"),
        ("1-й Польовий", "2-й Польовий"),
        ("8 Березня", "9 Березня"),
        ("Героїв України", "Героїв Чорнобиля"),
        ("Нова", "Нива"),
        ("Князя Володимира", "Митрополита Володимира"),
        ("Святого Миколая", "Святого Михайла"),
    ],
)
def test_other_names_are_other_streets(a, b):
    assert alike(a, b) is alike(b, a) is None


def test_an_ending_a_typo_and_a_word_more_are_told_apart():
    assert alike("Садова", "пров. Садовий") is Likeness.INFLECTED
    assert alike("Хмелницького Б.", "Богдана Хмельницького") is Likeness.TYPO
    assert alike("Польовий", "1-й Польовий") is Likeness.PARTIAL
    assert alike("Молодіжна", "Молодіжна Нова") is Likeness.PARTIAL


surnames = st.sampled_from(["Франка", "Хмельницького", "Мазепи", "Кобилянської", "Гонти", "Лисенка", "Духновича"])
given_names = st.sampled_from(["Івана", "Богдана", "Ольги", "Миколи", "Августина", "Шандора"])


@given(surnames, given_names, st.permutations([0, 1]))
def test_a_person_is_the_same_in_either_order_and_with_an_initial(surname, given_name, order):
    def written(first):
        words = (surname, first)
        return name_key(" ".join(words[at] for at in order))

    whole = name_key(f"{given_name} {surname}")
    assert likeness(written(given_name), whole) is Likeness.EXACT
    assert likeness(written(given_name[0] + "."), whole) is Likeness.ABBREVIATED
    assert likeness(name_key(surname), whole) is Likeness.GIVEN_NAME


words = st.sampled_from(
    [
        "Нова",
        "Садова",
        "Ново-Садова",
        "Садовий",
        "Франка",
        "Івана",
        "І.",
        "Січових",
        "С.",
        "Стрільців",
        "2-га",
        "1",
        "кн.",
        "Святого",
    ]
)
some_names = st.lists(words, min_size=1, max_size=3).map(" ".join)
typed = st.one_of(some_names, some_names.map(lambda name: name[1:]), st.text("абв’-. 12І", max_size=12))


@given(st.lists(typed, max_size=12), typed)
def test_the_index_finds_what_looking_at_every_name_finds(names, asked):
    index = NameIndex()
    for number, name in enumerate(names):
        index.add(Street(None, name), number)

    def alike(*, typos):
        judged = ((number, likeness(name_key(asked), name_key(name), typos=typos)) for number, name in enumerate(names))
        return [(number, like) for number, like in judged if like is not None]

    assert [(each.bearer, each.likeness) for each in index.alike(Street(None, asked))] == alike(typos=False)
    assert [(each.bearer, each.likeness) for each in index.near(Street(None, asked))] == alike(typos=True)


@given(st.text(max_size=40))
def test_no_text_breaks_it_and_a_name_is_the_same_as_itself(text):
    key = name_key(parse_street(text).name)
    assert likeness(key, key) is Likeness.EXACT


@given(st.text("вулпроБ.Садий1-( ", max_size=25))
def test_a_parsed_name_is_clean(text):
    street = parse_street(text)
    assert street.name == " ".join(street.name.split())


def test_real_streets_of_neighbours_all_have_a_name():
    streets = {row["street"] for row in samples.zhytomyr()} | {street for street, _ in samples.khmelnytskyi()}
    parsed = {text: parse_street(text) for text in streets}
    assert not [text for text, street in parsed.items() if not street.name]
    assert not [text for text, street in parsed.items() if street.kind is None and text.startswith(("вул", "пров"))]
