"""The 46 columns of the Excel list that goes with scanned records, as archives write them.

A header may stand twice, once for the dossier and once for the document. Source: lists in use at
provincial archives (2025), after the fields of Circular 02/2019/TT-BNV.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ListColumn:
    """A column: ``level`` is ``row``, ``dossier`` or ``document``, ``key`` what it tells there.

    A date takes three columns: ``start_day``, ``start_month``, ``start_year``. ``header`` is as
    written, ``also`` are other wordings in use.
    """

    level: str
    key: str
    header: str
    also: tuple[str, ...] = ()


def _column(level: str, key: str, header: str, *also: str) -> ListColumn:
    return ListColumn(level=level, key=key, header=header, also=also)


LIST_COLUMNS = (
    _column("row", "serial", "STT"),
    _column("dossier", "fonds", "Phông", "Tên phông", "Phông lưu trữ", "Tên phông lưu trữ"),
    _column("dossier", "inventory", "Mục lục", "Mục lục số", "Mục lục hồ sơ"),
    _column("dossier", "box", "Hộp số", "Hộp", "Số hộp"),
    _column("dossier", "number", "Số và ký hiệu hồ sơ", "Hồ sơ số", "Số hồ sơ"),
    _column("dossier", "title", "Tiêu đề hồ sơ", "Tên hồ sơ"),
    _column("dossier", "retention", "Thời hạn bảo quản", "Thời hạn lưu trữ"),
    _column("dossier", "access", "Chế độ sử dụng", "Mức độ tiếp cận"),
    _column("dossier", "language", "Ngôn ngữ"),
    _column("dossier", "start_day", "Ngày bắt đầu", "Thời gian bắt đầu"),
    _column("dossier", "start_month", "Tháng bắt đầu"),
    _column("dossier", "start_year", "Năm bắt đầu"),
    _column("dossier", "end_day", "Ngày kết thúc", "Thời gian kết thúc"),
    _column("dossier", "end_month", "Tháng kết thúc"),
    _column("dossier", "end_year", "Năm kết thúc"),
    _column("dossier", "declared_documents", "Tổng số văn bản trong hồ sơ", "Tổng số văn bản",
            "Tổng số tài liệu"),
    _column("dossier", "annotation", "Chú giải"),
    _column("dossier", "information_sign", "Ký hiệu thông tin"),
    _column("dossier", "keywords", "Từ khóa"),
    _column("dossier", "declared_sheets", "Số lượng tờ", "Số tờ", "Tổng số tờ"),
    _column("dossier", "physical_state", "Tình trạng vật lý"),
    _column("dossier", "confidence_level", "Mức độ tin cậy"),
    _column("dossier", "paper_file_code", "Mã hồ sơ giấy gốc ( nếu có )", "Mã hồ sơ gốc giấy"),
    _column("dossier", "note", "Ghi chú"),
    _column("document", "ordinal", "Số thứ tự văn bản trong hồ sơ", "Số thứ tự văn bản",
            "STT văn bản trong hồ sơ"),
    _column("document", "document_type", "Tên loại văn bản", "Loại văn bản"),
    _column("document", "number", "Số của văn bản", "Số văn bản"),
    _column("document", "notation", "Ký hiệu của văn bản", "Ký hiệu văn bản"),
    _column("document", "issued_day", "Ngày văn bản", "Ngày tháng năm văn bản"),
    _column("document", "issued_month", "Tháng văn bản"),
    _column("document", "issued_year", "Năm văn bản"),
    _column("document", "issuing_body", "Tên cơ quan, tổ chức ban hành văn bản",
            "Cơ quan ban hành", "Tên cơ quan ban hành văn bản"),
    _column("document", "subject", "Trích yếu nội dung", "Trích yếu",
            "Trích yếu nội dung văn bản"),
    _column("document", "language", "Ngôn ngữ"),
    _column("document", "declared_pages", "Số lượng trang của văn bản", "Số trang",
            "Số lượng trang"),
    _column("document", "note", "Ghi chú"),
    _column("document", "information_sign", "Ký hiệu thông tin"),
    _column("document", "keywords", "Từ khóa"),
    _column("document", "access", "Chế độ sử dụng", "Mức độ tiếp cận"),
    _column("document", "confidence_level", "Mức độ tin cậy"),
    _column("document", "autograph", "Bút tích"),
    _column("document", "physical_state", "Tình trạng vật lý"),
    _column("document", "process", "Quy trình xử lý ( nếu có )"),
    _column("document", "first_sheet", "Tờ số"),
    _column("document", "kind", "Loại tài liệu"),
    _column("document", "path", "Đường dẫn file", "Đường dẫn", "Đường dẫn tệp", "Tên file",
            "Tên tệp"),
)  # fmt: skip
