"""Why a bundle or an activation file is not taken in: one sentence a reason, and what to do."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop_app.errors import RefusedError
from desktop_app.i18n import _
from desktop_app.sync import files


def damaged() -> RefusedError:
    """The bytes are not those that were written."""
    return RefusedError(
        _("Gói bị hỏng, bị cắt cụt hoặc đã bị sửa."),
        todo=_("Hãy chép lại từ máy gửi hoặc nộp lại; dữ liệu gốc vẫn còn trên máy gửi."),
    )


def not_a_bundle() -> RefusedError:
    """Another kind of file."""
    return RefusedError(
        _("Tệp này không phải là gói Mở Đường hoặc phần đầu đã bị hỏng."),
        todo=_("Hãy chọn lại tệp; nếu tệp đã được giải nén hay nén lại thì chép lại tệp gốc."),
    )


def bad_signature() -> RefusedError:
    """The header was not signed by the device that it names."""
    return RefusedError(
        _("Chữ ký của gói không đúng: không phải do máy ghi trong gói ký."),
        todo=_("Không dùng gói này; hãy liên hệ máy gửi và nhận lại gói."),
    )


def too_large(subject: str, limit: int) -> RefusedError:
    """A limit of `Limits` is passed, in bytes or members."""
    return RefusedError(
        _("Gói vượt giới hạn cho phép: {subject} > {limit}.").format(
            subject=subject, limit=f"{limit:,}".replace(",", ".")
        ),
        todo=_("Hãy nộp thành nhiều gói nhỏ hơn."),
    )


def newer_format(number: int) -> RefusedError:
    """A newer program wrote this."""
    return RefusedError(
        _("Tệp theo định dạng {number}, mới hơn chương trình này.").format(number=number),
        todo=_("Hãy cập nhật Mở Đường rồi nhận lại."),
    )


def not_for_us() -> RefusedError:
    """No identity of ours opens the payload."""
    return RefusedError(
        _("Gói không mã hoá cho máy này."),
        todo=_("Hãy kiểm tra xem gói có gửi đúng nơi nhận không."),
    )


def wrong_inside() -> RefusedError:
    """The sender signed it, but what it holds is not as specified."""
    return RefusedError(
        _("Nội dung bên trong gói sai quy cách."),
        todo=_("Hãy cập nhật Mở Đường ở máy gửi rồi nộp lại."),
    )


def damaged_activation() -> RefusedError:
    """An activation file that was cut or changed on its way."""
    return RefusedError(
        _("Tệp kích hoạt bị hỏng hoặc không phải là tệp kích hoạt."),
        todo=_("Hãy chép lại tệp từ nơi cấp hoặc xin cấp tệp mới."),
    )


def damaged_document() -> RefusedError:
    """A hub's card or a PC's request that was cut, changed, or signed by another than it names."""
    return RefusedError(
        _("Tệp bị hỏng, đã bị sửa hoặc không đúng loại."),
        todo=_("Hãy lấy lại tệp từ nơi đã ghi ra nó."),
    )


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Say of every refusal inside which file it concerns, and refuse a file that cannot be read."""
    try:
        yield
    except RefusedError as error:
        error.where = error.where or str(path)
        raise
    except OSError as error:
        raise RefusedError(
            _("Không đọc được tệp ({reason}).").format(reason=files.reason(error)),
            where=str(path),
            todo=_("Hãy kiểm tra ổ đĩa hoặc USB rồi thử lại."),
        ) from error
