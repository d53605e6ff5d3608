using System.Text.Json.Nodes;
using Tasker.Planning.Documents;
using Tasker.Planning.States;

namespace Tasker.Planning.Tests.States;

public sealed class ReadinessTests
{
    [Fact]
    public void Each_reason_is_told_once_though_a_need_is_named_twice()
    {
        var state = new PlanState(JsonNode.Parse("""
            {
              "phase": { "current": "ready" },
              "tasks": {
                "T001": { "status": "pending" },
                "T002": { "status": "pending", "depends_on": ["T001", "T009", "T001", "T009"] }
              }
            }
            """)!.AsObject());

        Assert.Equal(
            ["it needs T001, which is pending", "it needs T009, which does not exist"], Readiness.Reasons(state, state.Required("T002")));
        Assert.Equal(["T001"], Readiness.Of(state).Select(task => task.Id));
    }
}
