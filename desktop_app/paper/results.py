"""Part II of the report, as data: what the figures say, group by group, in the words of officials."""

from typing import NamedTuple

from desktop_app.paper.sentences import Clause, Sentence, enough


class Section(NamedTuple):
    """A numbered heading and its paragraphs, each of some sentences."""

    title: str
    paragraphs: tuple[tuple[Sentence, ...], ...]


COMPUTERS = Section(
    "Máy tính",
    (
        (
            (
                Clause(
                    "{whole} có {computers} máy tính tại các cơ quan, đơn vị và UBND xã (không tính trường "
                    "học, trạm y tế), trong đó cấp {level} {computers_district} máy, cấp xã "
                    "{computers_commune} máy",
                    "số máy tính của cơ quan, đơn vị",
                    "district",
                ),
                Clause(
                    "các cơ quan của xã (không tính trường học, trạm y tế) có {computers} máy tính",
                    "số máy tính của cơ quan, đơn vị",
                    "commune",
                ),
                Clause(
                    "tỷ lệ máy tính trên cán bộ, công chức {computers_per_official:đạt}",
                    "tỷ lệ máy tính trên cán bộ, công chức",
                ),
            ),
            (
                Clause(
                    "có {computers_online.n} máy nối Internet ({computers_online})", "số máy tính có Internet"
                ),
                Clause(
                    "{computers_classified.n} máy ({computers_classified}) để độc lập, dùng soạn thảo văn "
                    "bản mật",
                    "số máy soạn thảo văn bản mật",
                    zero="chưa có máy dành riêng để soạn thảo văn bản mật",
                ),
            ),
        ),
        (
            (
                Clause(
                    "về chất lượng: {computers_low_spec.n} máy còn dùng được nhưng cấu hình thấp "
                    "({computers_low_spec})",
                    "số máy tính cấu hình thấp",
                    zero="về chất lượng: không có máy cấu hình thấp",
                ),
                Clause(
                    "{computers_broken.n} máy hỏng hoặc chờ thanh lý ({computers_broken})",
                    "số máy tính hỏng, chờ thanh lý",
                    zero="không có máy hỏng, chờ thanh lý",
                ),
                Clause(
                    "{computers_old.n} máy đã dùng trên 5 năm ({computers_old})",
                    "số máy tính đã dùng trên 5 năm",
                    zero="không có máy đã dùng trên 5 năm",
                ),
            ),
        ),
    ),
)

DEVICES = Section(
    "Thiết bị ngoại vi",
    (
        (
            (
                Clause(
                    "{whole} có {peripherals} thiết bị ngoại vi, trong đó {office_machines} máy in, máy "
                    "scan, máy photocopy và máy đa chức năng",
                    "số thiết bị ngoại vi",
                ),
                Clause(
                    "{office_machines_old.n}/{office_machines_old.of} máy in, scan, photocopy đã dùng trên "
                    "5 năm ({office_machines_old})",
                    "số máy in, scan, photocopy đã dùng trên 5 năm",
                    zero="không có máy in, scan, photocopy nào đã dùng trên 5 năm",
                ),
            ),
        ),
    ),
)

NETWORKS = Section(
    "Mạng truyền số liệu chuyên dùng và mạng của cơ quan",
    (
        (
            (
                Clause(
                    "UBND {level} có {tslcd_video} mạng truyền số liệu chuyên dùng (TSLCD) phục vụ hội nghị "
                    "truyền hình",
                    "mạng TSLCD phục vụ hội nghị truyền hình",
                    "district",
                    zero="UBND {level} chưa có mạng truyền số liệu chuyên dùng (TSLCD) phục vụ hội nghị "
                    "truyền hình",
                ),
                Clause(
                    "{tslcd_communes} xã đã có đường TSLCD cấp II, sẵn sàng kết nối, trong đó {tslcd_in_use} "
                    "xã đang sử dụng",
                    "số xã có đường TSLCD cấp II",
                    "district",
                    zero="chưa xã nào có đường TSLCD cấp II",
                ),
                Clause(
                    "xã đã có đường truyền số liệu chuyên dùng (TSLCD) cấp II, sẵn sàng kết nối",
                    "đường TSLCD cấp II",
                    "commune",
                    zero="xã chưa có đường truyền số liệu chuyên dùng (TSLCD) cấp II",
                    figure="tslcd_communes",
                ),
                Clause(
                    "đường TSLCD cấp II đang được sử dụng",
                    "việc sử dụng đường TSLCD cấp II",
                    "commune",
                    zero="đường TSLCD cấp II chưa được sử dụng",
                    figure="tslcd_in_use",
                    when=enough("tslcd_communes"),
                ),
            ),
            (
                Clause(
                    "{offices_lan_internet} cơ quan nhà nước có mạng LAN và Internet băng rộng "
                    "({offices_lan_internet.n}/{offices_lan_internet.of} cơ quan)",
                    "tỷ lệ cơ quan nhà nước có mạng LAN và Internet băng rộng",
                ),
                Clause(
                    "{offices_wan.n}/{offices_wan.of} cơ quan Đảng, nhà nước đã kết nối mạng WAN của tỉnh "
                    "({offices_wan})",
                    "số cơ quan Đảng, nhà nước kết nối mạng WAN của tỉnh",
                ),
                Clause(
                    "{facilities_internet.n}/{facilities_internet.of} trường học, trạm y tế có Internet "
                    "({facilities_internet})",
                    "số trường học, trạm y tế có Internet",
                ),
            ),
        ),
        (
            (
                Clause(
                    "{communes_video} xã có điểm cầu hội nghị truyền hình kết nối ba cấp tỉnh, huyện, xã",
                    "điểm cầu hội nghị truyền hình",
                    "district",
                    zero="chưa xã nào có điểm cầu hội nghị truyền hình kết nối ba cấp tỉnh, huyện, xã",
                ),
                Clause(
                    "xã đã có điểm cầu hội nghị truyền hình kết nối ba cấp tỉnh, huyện, xã",
                    "điểm cầu hội nghị truyền hình",
                    "commune",
                    zero="xã chưa có điểm cầu hội nghị truyền hình kết nối ba cấp tỉnh, huyện, xã",
                    figure="communes_video",
                ),
                Clause(
                    "{video_national} điểm cầu kết nối đến cấp quốc gia",
                    "điểm cầu kết nối quốc gia",
                    zero="chưa có điểm cầu kết nối đến cấp quốc gia",
                ),
            ),
            (
                Clause(
                    "{communes_measured} xã đã đo tốc độ đường truyền",
                    "số xã đã đo tốc độ đường truyền",
                    "district",
                    zero="chưa xã nào đo tốc độ đường truyền",
                ),
                Clause(
                    "tốc độ tải xuống bình quân (đo có dây, đến Internet) {measured_down:đạt} Mbps",
                    "tốc độ tải xuống bình quân",
                ),
                Clause(
                    "{measured_of_contract.n}/{measured_of_contract.of} lần đo đạt từ 80 % băng thông theo "
                    "hợp đồng trở lên ({measured_of_contract})",
                    "tỷ lệ băng thông đo được so với hợp đồng",
                ),
            ),
        ),
    ),
)

POST = Section(
    "Bưu chính",
    (
        (
            (
                Clause(
                    "trên địa bàn có {postal_operators} doanh nghiệp bưu chính với {postal_points} điểm phục "
                    "vụ",
                    "số doanh nghiệp và điểm phục vụ bưu chính",
                ),
                Clause(
                    "trong đó có {letter_boxes} thùng thư công cộng",
                    "số thùng thư công cộng",
                    zero="chưa có thùng thư công cộng",
                ),
            ),
            (
                Clause(
                    "{cultural_internet} điểm bưu điện – văn hóa xã (BĐ-VHX) có Internet",
                    "số điểm BĐ-VHX có Internet",
                ),
                Clause("{cultural_solid} điểm là nhà kiên cố", "số điểm BĐ-VHX là nhà kiên cố"),
                Clause(
                    "{cultural_hours} điểm mở cửa từ 4 giờ một ngày trở lên", "giờ mở cửa của điểm BĐ-VHX"
                ),
            ),
        ),
    ),
)

TELECOM = Section(
    "Viễn thông, Internet",
    (
        (
            (
                Clause(
                    "trên địa bàn có {mobile_operators} nhà mạng di động với {bts} trạm BTS",
                    "số nhà mạng di động, trạm BTS",
                ),
                Clause(
                    "{bts_shared} trạm dùng chung vị trí",
                    "số trạm BTS dùng chung vị trí",
                    zero="chưa có trạm dùng chung vị trí",
                ),
                Clause("{bts_4g.n} trạm có 4G ({bts_4g})", "số trạm BTS có 4G"),
            ),
            (
                Clause(
                    "{communes_3g_4g} xã được phủ sóng 3G, 4G",
                    "số xã được phủ sóng 3G, 4G",
                    "district",
                    zero="chưa xã nào được phủ cả sóng 3G và 4G",
                ),
                Clause(
                    "{communes_5g} xã có sóng 5G",
                    "số xã có sóng 5G",
                    "district",
                    zero="chưa xã nào có sóng 5G",
                ),
                Clause(
                    "tính theo thôn, bản, {villages_3g.n}/{villages_3g.of} thôn, bản có sóng 3G "
                    "({villages_3g}), {villages_4g.n}/{villages_4g.of} thôn, bản có sóng 4G ({villages_4g})",
                    "số thôn, bản có sóng 3G, 4G",
                ),
                Clause(
                    "còn {villages_dark} thôn, bản trắng sóng",
                    "số thôn, bản trắng sóng",
                    zero="không còn thôn, bản trắng sóng",
                ),
            ),
        ),
        (
            (
                Clause(
                    "có {internet_providers} doanh nghiệp cung cấp dịch vụ Internet",
                    "số doanh nghiệp Internet",
                ),
                Clause("tổng số thuê bao Internet {internet_subscribers:đạt}", "số thuê bao Internet"),
            ),
            (
                Clause(
                    "{villages_fibre.n}/{villages_fibre.of} thôn, bản có cáp quang ({villages_fibre})",
                    "số thôn, bản có cáp quang",
                ),
                Clause(
                    "{households_broadband.n}/{households_broadband.of} hộ gia đình có băng rộng cố định "
                    "({households_broadband})",
                    "số hộ có băng rộng cố định",
                ),
                Clause(
                    "tỷ lệ người trưởng thành có điện thoại thông minh {adults_smartphone:đạt}",
                    "tỷ lệ người trưởng thành có điện thoại thông minh",
                ),
                Clause(
                    "riêng vùng công ích {adults_smartphone_public:đạt}",
                    "tỷ lệ người trưởng thành có điện thoại thông minh trong vùng công ích",
                ),
            ),
        ),
    ),
)

LOUDSPEAKERS = Section(
    "Truyền thanh cơ sở",
    (
        (
            (
                Clause(
                    "{loudspeaker_communes} xã có đài truyền thanh",
                    "số xã có đài truyền thanh",
                    "district",
                    zero="chưa xã nào có đài truyền thanh",
                ),
                Clause(
                    "trong đó {loudspeaker_smart} xã có đài truyền thanh ứng dụng công nghệ thông tin – "
                    "viễn thông",
                    "số xã có đài ứng dụng công nghệ thông tin – viễn thông",
                    "district",
                    zero="chưa xã nào có đài truyền thanh ứng dụng công nghệ thông tin – viễn thông",
                ),
                Clause(
                    "xã có đài truyền thanh",
                    "đài truyền thanh",
                    "commune",
                    zero="xã chưa có đài truyền thanh",
                    figure="loudspeaker_communes",
                ),
            ),
        ),
    ),
)

DOCUMENTS = Section(
    "Chữ ký số, văn bản điện tử",
    (
        (
            (
                Clause(
                    "tỷ lệ văn bản điện tử {documents_electronic:đạt} "
                    "({documents_electronic.n}/{documents_electronic.of} văn bản đã ban hành)",
                    "tỷ lệ văn bản điện tử",
                ),
                Clause(
                    "văn bản ký số của cơ quan {documents_signed_office:đạt} "
                    "({documents_signed_office.n}/{documents_signed_office.of})",
                    "tỷ lệ văn bản ký số của cơ quan",
                ),
                Clause(
                    "văn bản ký số của lãnh đạo {documents_signed_leader:đạt} "
                    "({documents_signed_leader.n}/{documents_signed_leader.of})",
                    "tỷ lệ văn bản ký số của lãnh đạo",
                ),
            ),
            (
                Clause(
                    "{certificates_in_use.n}/{certificates_in_use.of} chứng thư chữ ký số thực tế có sử dụng "
                    "({certificates_in_use})",
                    "số chứng thư chữ ký số thực tế có sử dụng",
                ),
            ),
        ),
    ),
)

SKILLS = Section(
    "Kỹ năng của cán bộ, công chức",
    (
        (
            (
                Clause(
                    "{officials_equipped.n}/{officials_equipped.of} cán bộ, công chức có máy tính để làm "
                    "việc ({officials_equipped})",
                    "số cán bộ, công chức có máy tính",
                ),
                Clause(
                    "{officials_proficient.n}/{officials_proficient.of} cán bộ, công chức sử dụng máy tính "
                    "thành thạo ({officials_proficient})",
                    "số cán bộ, công chức sử dụng máy tính thành thạo",
                ),
            ),
        ),
    ),
)

SECTIONS = (COMPUTERS, DEVICES, NETWORKS, POST, TELECOM, LOUDSPEAKERS, DOCUMENTS, SKILLS)
