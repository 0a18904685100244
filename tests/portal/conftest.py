"""门户的测试用公示的两个示例局和场景里的案卷。"""

from tests.disclosure.conftest import bureaus, clock

__all__ = ["bureaus", "clock"]
