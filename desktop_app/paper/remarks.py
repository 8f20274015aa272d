"""Parts III and IV of the report, as data: difficulties and proposals, said where figures bear them out."""

from typing import NamedTuple

from desktop_app.paper.sentences import Clause, Sentence, enough, short
from desktop_app.paper.survey import Figures

_OFFICIALS_PER_MACHINE = 3
"""The norm of one printer for three posts (QĐ 15/2025/QĐ-TTg): fewer machines than that are few."""


def few_machines(figures: Figures) -> bool:
    """Return whether there are fewer printers, scanners and copiers than one for three officials."""
    machines, officials = figures["office_machines"].value, figures["computers_per_official"].denominator
    return machines is not None and bool(officials) and machines * _OFFICIALS_PER_MACHINE < (officials or 0)


def mostly_old(figures: Figures) -> bool:
    """Return whether more than half of these machines have been used for more than five years."""
    value = figures["office_machines_old"].value
    return value is not None and value > 50


class Remark(NamedTuple):
    """A remark: the first of ``leads`` that holds, then the clauses that hold; unsaid where none does."""

    leads: Sentence
    clauses: Sentence


def _lead(text: str) -> Sentence:
    return (Clause(text),)


DIFFICULTIES = (
    Remark(
        _lead("Vùng phủ sóng di động chưa đều khắp"),
        (
            Clause("còn {villages_dark} thôn, bản trắng sóng", when=short("villages_dark")),
            Clause("{villages_3g.rest} thôn, bản chưa có sóng 3G", when=short("villages_3g")),
            Clause(
                "{villages_4g.rest}/{villages_4g.of} thôn, bản chưa có sóng 4G", when=short("villages_4g")
            ),
        ),
    ),
    Remark(
        _lead("Băng rộng cố định đến người dân còn hạn chế"),
        (
            Clause(
                "mới có {households_broadband.n}/{households_broadband.of} hộ gia đình sử dụng "
                "({households_broadband})",
                when=short("households_broadband"),
            ),
            Clause(
                "{villages_fibre.rest}/{villages_fibre.of} thôn, bản chưa có cáp quang",
                when=short("villages_fibre"),
            ),
        ),
    ),
    Remark(
        _lead("Máy tính chưa đủ về số lượng"),
        (
            Clause(
                "số máy mới bằng {computers_per_official} số cán bộ, công chức",
                when=short("computers_per_official"),
            ),
        ),
    ),
    Remark(
        (
            Clause(
                "Máy tính tuy đủ về số lượng ({computers_per_official} so với số cán bộ, công chức) nhưng "
                "chưa bảo đảm về chất lượng, cấu hình",
                when=enough("computers_per_official"),
            ),
            Clause("Máy tính chưa bảo đảm về chất lượng, cấu hình"),
        ),
        (
            Clause(
                "{computers_low_spec.n} máy cấu hình thấp ({computers_low_spec})",
                when=short("computers_low_spec"),
            ),
            Clause(
                "{computers_broken.n} máy hỏng, chờ thanh lý ({computers_broken})",
                when=short("computers_broken"),
            ),
            Clause("{computers_old.n} máy đã dùng trên 5 năm ({computers_old})", when=short("computers_old")),
        ),
    ),
    Remark(
        (
            Clause("Máy in, máy scan, máy photocopy còn ít", when=few_machines),
            Clause("Máy in, máy scan, máy photocopy phần nhiều đã cũ", when=mostly_old),
            Clause("Một số máy in, máy scan, máy photocopy đã cũ"),
        ),
        (
            Clause(
                "chỉ có {office_machines} máy cho {computers_per_official.of} cán bộ, công chức",
                when=few_machines,
            ),
            Clause(
                "{office_machines_old.n}/{office_machines_old.of} máy đã dùng trên 5 năm "
                "({office_machines_old})",
                when=short("office_machines_old"),
            ),
        ),
    ),
    Remark(
        _lead("Mạng của cơ quan chưa được đầu tư đồng bộ"),
        (
            Clause(
                "{offices_wan.rest}/{offices_wan.of} cơ quan Đảng, nhà nước chưa kết nối mạng WAN của tỉnh",
                when=short("offices_wan"),
            ),
            Clause(
                "{tslcd_in_use.rest}/{tslcd_in_use.of} xã chưa sử dụng đường TSLCD cấp II",
                where="district",
                when=short("tslcd_in_use"),
            ),
            Clause(
                "{communes_video.rest}/{communes_video.of} xã chưa có điểm cầu hội nghị truyền hình ba cấp",
                where="district",
                when=short("communes_video"),
            ),
            Clause(
                "{facilities_internet.rest}/{facilities_internet.of} trường học, trạm y tế chưa có Internet",
                when=short("facilities_internet"),
            ),
        ),
    ),
    Remark(
        _lead("Kỹ năng và điều kiện làm việc của cán bộ, công chức chưa đồng đều"),
        (
            Clause(
                "{officials_proficient.rest}/{officials_proficient.of} người chưa sử dụng máy tính thành "
                "thạo",
                when=short("officials_proficient"),
            ),
            Clause(
                "{officials_equipped.rest} người chưa có máy tính để làm việc",
                when=short("officials_equipped"),
            ),
        ),
    ),
    Remark(
        _lead("Văn bản điện tử, chữ ký số chưa được dùng cho mọi văn bản"),
        (
            Clause(
                "{documents_electronic.rest}/{documents_electronic.of} văn bản đã ban hành không phải là văn "
                "bản điện tử",
                when=short("documents_electronic"),
            ),
            Clause(
                "{documents_signed_office.rest} văn bản chưa ký số của cơ quan",
                when=short("documents_signed_office"),
            ),
            Clause(
                "{documents_signed_leader.rest} văn bản chưa ký số của lãnh đạo",
                when=short("documents_signed_leader"),
            ),
            Clause(
                "{certificates_in_use.rest}/{certificates_in_use.of} chứng thư đã cấp chưa được sử dụng",
                when=short("certificates_in_use"),
            ),
        ),
    ),
    Remark(
        _lead("Bưu chính, truyền thanh cơ sở chưa đến đủ các xã"),
        (
            Clause(
                "{cultural_internet.rest}/{cultural_internet.of} điểm BĐ-VHX chưa có Internet",
                when=short("cultural_internet"),
            ),
            Clause(
                "{loudspeaker_communes.rest}/{loudspeaker_communes.of} xã chưa có đài truyền thanh",
                where="district",
                when=short("loudspeaker_communes"),
            ),
        ),
    ),
)


PROPOSALS = (
    Remark(
        _lead("Đối với doanh nghiệp viễn thông"),
        (
            Clause("phủ sóng {villages_dark} thôn, bản còn trắng sóng", when=short("villages_dark")),
            Clause(
                "nâng cấp, bổ sung trạm để {villages_4g.rest} thôn, bản có sóng 4G, từng bước triển khai 5G",
                when=short("villages_4g"),
            ),
            Clause(
                "kéo cáp quang đến {villages_fibre.rest} thôn, bản chưa có, ưu tiên cơ quan, trường học, "
                "trạm y tế",
                when=short("villages_fibre"),
            ),
            Clause(
                "có chính sách để người dân dùng băng rộng cố định và điện thoại thông minh, trước hết ở "
                "vùng công ích (hiện {adults_smartphone_public:đạt} người trưởng thành)",
                when=short("adults_smartphone_public"),
            ),
        ),
    ),
    Remark(
        _lead("Đối với {above}"),
        (
            Clause(
                "bố trí kinh phí thay thế {computers_broken.n} máy tính hỏng, chờ thanh lý",
                when=short("computers_broken"),
            ),
            Clause(
                "nâng cấp {computers_low_spec.n} máy tính cấu hình thấp", when=short("computers_low_spec")
            ),
            Clause(
                "mở rộng mạng WAN của tỉnh đến {offices_wan.rest} cơ quan Đảng, nhà nước chưa kết nối",
                when=short("offices_wan"),
            ),
            Clause(
                "hỗ trợ Internet cho {facilities_internet.rest} trường học, trạm y tế",
                when=short("facilities_internet"),
            ),
        ),
    ),
    Remark(
        (
            Clause("Đối với các cơ quan, đơn vị và UBND các xã", where="district"),
            Clause("Đối với các cơ quan, đơn vị của xã", where="commune"),
        ),
        (
            Clause(
                "đưa đường TSLCD cấp II vào sử dụng tại {tslcd_in_use.rest} xã còn lại",
                where="district",
                when=short("tslcd_in_use"),
            ),
            Clause(
                "thiết lập điểm cầu hội nghị truyền hình ba cấp tại {communes_video.rest} xã",
                where="district",
                when=short("communes_video"),
            ),
            Clause(
                "tập huấn kỹ năng số cho {officials_proficient.rest} cán bộ, công chức",
                when=short("officials_proficient"),
            ),
            Clause(
                "ban hành văn bản điện tử có đủ chữ ký số của cơ quan và của lãnh đạo",
                when=short("documents_signed_leader"),
            ),
        ),
    ),
)
