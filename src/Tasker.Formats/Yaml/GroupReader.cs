using Tasker.Core.Workflows;
using Tasker.Formats.Text;

namespace Tasker.Formats.Yaml;

/// <summary>A group: steps written here, or those of another file.</summary>
internal static class GroupReader
{
    /// <summary>Reads a group; null when nothing can be made of it, which is told.</summary>
    public static GroupSpec? Read(string id, YamlFields fields, StepKind kind, string shown, FileScope file)
    {
        var forEach = ForEachReader.Read(fields, file);
        var retry = RetryReader.Read(fields);
        var limit = fields.Duration("timeout");
        var most = fields.Integer("max-parallel", 1, 1_000_000);
        var failFast = fields.Truth("fail-fast");
        var order = fields.Choice("order", MembersReader.Orders);
        var group = kind is StepKind.Used
            ? UsedFile.Read(id, fields, file)
            : new GroupSpec
            {
                Id = id,
                Order = order ?? MembersReader.UsualOrder(fields.Node("steps")),
                Members = MembersReader.Read(fields.Node("steps")!, shown, id, file),
            };
        return group is null ? null : group with
        {
            ForEach = forEach,
            Retry = retry ?? RetryPolicy.None,
            TimeLimit = limit ?? group.TimeLimit,
            MaxParallel = most ?? group.MaxParallel,
            FailFast = failFast ?? group.FailFast,
        };
    }
}
