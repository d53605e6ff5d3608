using Tasker.Engine.Ports;

namespace Tasker.Formats.Tests.Yaml;

/// <summary>A project with one agent and one skill.</summary>
internal sealed class FakeAgents : IAgentCatalog
{
    public IReadOnlyList<string> Agents => ["reviewer"];

    public string? DefaultAgent => null;

    public IReadOnlyList<string> Skills => ["style"];
}
