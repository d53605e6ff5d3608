namespace Tasker.EndToEnd.Tests.Clients;

/// <summary>A test with a coding agent as people install it, which is large: only when asked for.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ClientFactAttribute : FactAttribute
{
    public ClientFactAttribute()
    {
        if (CodingAgent.Program is null)
        {
            Skip = "It needs a coding agent: ./test --clients.";
        }
    }
}
