using System.Net;

namespace Ael.Cluster;

/// <summary>What a node has to know to become a silo.</summary>
/// <param name="ClusterId">Nodes with the same one, on the same database, find each other.</param>
/// <param name="Name">How this node calls itself: at most 150 characters.</param>
/// <param name="ConnectionString">Of the PostgreSQL database that has Orleans' tables.</param>
/// <param name="Address">Where the other nodes reach it.</param>
/// <param name="Port">The same; 0: any free one.</param>
/// <param name="ProbeTimeout">How long a node may take to answer another one's question whether it is alive. Three times without an answer, and it is taken for dead.</param>
internal sealed record SiloSettings(string ClusterId, string Name, string ConnectionString, IPAddress Address, int Port, TimeSpan ProbeTimeout);
